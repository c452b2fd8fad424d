/** Who imports whom, and which of those imports survive. */
import type { BodyFacts, DynamicFact, ExportFact, ImportFact, ModuleFacts } from '../facts/facts.ts'
import type { Compiler, Problem } from '../project/project.ts'

/** Where a specifier leads. */
export type Target =
  /** A source file of the project, relative to its root. */
  | { readonly kind: 'file'; readonly file: string }
  /** An npm package that is not part of the project, or a Node built-in. */
  | { readonly kind: 'external'; readonly name: string }
  /** Styles, images, JSON … : never registers anything. */
  | { readonly kind: 'asset'; readonly file: string }
  /** A relative or aliased path that leads nowhere. */
  | { readonly kind: 'unresolved'; readonly specifier: string }

export interface Module {
  readonly file: string
  readonly facts: ModuleFacts
  /** Parallel to facts.imports, facts.exports (null for local ones) and facts.dynamic. */
  readonly importTargets: readonly Target[]
  readonly exportTargets: readonly (Target | null)[]
  readonly dynamicTargets: readonly Target[]
  /** Can reach, by any edge at all, a file whose text mentions Mongoose. What can't is never looked into. */
  readonly reachesMongoose: boolean
}

export interface ModuleGraph {
  readonly root: string
  readonly modules: ReadonlyMap<string, Module>
  /** The lowered file, parsed on first use; null when it does not parse. */
  body(file: string): BodyFacts | null
  text(file: string): string
  /** A constant specifier seen from a file (dynamic imports found in the body). */
  resolve(from: string, specifier: string): Target
  readonly problems: readonly Problem[]
}

/** Why an import that is written down does not have its target evaluated. */
export type Dropped =
  | { readonly by: 'type-only' }
  /** TypeScript erases an import none of whose names is used as a value. */
  | { readonly by: 'elided' }
  /** "sideEffects" of this package.json says that the target may be dropped. */
  | { readonly by: 'sideEffects'; readonly packageJson: string }
  | { readonly by: 'optimizePackageImports'; readonly package: string }
  /** A client file imported from the server: only a reference is left. */
  | { readonly by: 'use-client' }

/** One static edge out of a module, with its fate under one compiler. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly at: { readonly start: number; readonly end: number }
  readonly specifier: string
  readonly dropped: Dropped | null
}

export type { BodyFacts, Compiler, DynamicFact, ExportFact, ImportFact }
