import type { ModuleGraph } from '../graph/graph.ts'
import type { Position } from '../kernel/lines.ts'
import type { Project } from '../project/project.ts'
import type { Program } from '../registration/program.ts'

/** All that a rule may look at. */
export interface RuleContext {
  readonly project: Project
  readonly graph: ModuleGraph
  readonly program: Program
  /** Line and column of an offset. */
  readonly position: (file: string, offset: number) => Position
}
