/** What a framework has to say here: which folders are its applications, what starts them, and how their imports survive. */
import type { Framework } from '../../kernel/report.ts'
import type { App, Package, Problem } from '../project.ts'
import type { Tsconfigs } from '../tsconfig.ts'
import type { Tree } from '../walk.ts'

export interface Around {
  readonly tree: Tree
  readonly packages: readonly Package[]
  readonly tsconfigs: Tsconfigs
}

export interface Found {
  readonly apps: readonly App[]
  readonly problems: readonly Problem[]
}

export interface Adapter {
  readonly framework: Framework
  /** Every application of it in the tree. */
  readonly apps: (around: Around) => Found
}
