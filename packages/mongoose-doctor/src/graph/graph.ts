/** Who imports whom, and which of those imports survive. */
import type { BodyFacts, DynamicFact, ExportFact, ImportFact, ImportedName, ModuleFacts } from '../facts/facts.ts'
import type { Span } from '../kernel/place.ts'
import type { Compiler, Problem } from '../project/project.ts'
import type { KnownBody } from './bodies.ts'

/** Where a specifier leads. */
export type Target =
  /** A source file of the project, relative to its root. */
  | { readonly kind: 'file'; readonly file: string }
  /** An npm package that is not part of the project, or a Node built-in. */
  | { readonly kind: 'external'; readonly name: string }
  /** Styles, images, JSON … : never registers anything. */
  | { readonly kind: 'asset'; readonly file: string }
  /** A relative or aliased path that leads nowhere; `wrongCase` names a file that only a case-insensitive disk would find. */
  | { readonly kind: 'unresolved'; readonly specifier: string; readonly wrongCase: string | null }

/** A file that could not be read is a module too: `facts.error` says why, its text is empty, and it counts as reaching Mongoose. */
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
  /** Of the file's bytes; null where none was asked for, and for texts that are not on the disk. */
  hash(file: string): string | null
  /** Files of which more was needed than their module record. Grows. */
  readonly looked: ReadonlySet<string>
  /** What is known of a file's body so far; undefined where nobody has asked for it, or it was let go. */
  known(file: string): KnownBody | undefined
  /** A constant specifier seen from a file (dynamic imports found in the body). */
  resolve(from: string, specifier: string): Target
  /** Grows while bodies are read. */
  readonly problems: readonly Problem[]
  /** Relative and aliased specifiers that lead nowhere, type-only statements left out, whether or not the import survives. */
  readonly unresolved: readonly Unresolved[]
}

/** Why an import that is written down does not have its target evaluated. */
export type Dropped =
  | { readonly by: 'type-only' }
  /** TypeScript erases an import none of whose names is used as a value. */
  | { readonly by: 'elided' }
  /** "sideEffects" of this package.json says that the target may be dropped. */
  | { readonly by: 'sideEffects'; readonly packageJson: string }
  | { readonly by: 'optimizePackageImports'; readonly package: string }
  /** The bundler keeps of the application's files only what is used. */
  | { readonly by: 'unused' }
  /** A client file imported from the server: only a reference is left. */
  | { readonly by: 'use-client' }
  /** An action file imported from the client: only a reference is left. */
  | { readonly by: 'use-server' }

/** One static edge out of a module, with its fate under one compiler. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly at: Span
  readonly specifier: string
  readonly dropped: Dropped | null
}

/**
 * Which side of the `'use client'` boundary is being evaluated. `plain`: directives mean nothing (pages router, plain Node).
 * Only bundled applications have a boundary at all.
 */
export type World = 'server' | 'client' | 'plain'

/** Where an evaluation starts. `names`: the exports that are used (matters to side-effect-free packages only); all, when absent. */
export interface EntryPoint {
  readonly file: string
  readonly names?: 'all' | readonly string[]
}

/** What one cold process evaluates by static imports from its entry files. Modules that cannot reach Mongoose are left out. */
export interface Evaluation {
  /** In evaluation order: what a module imports comes before it. */
  readonly modules: readonly string[]
  /** Edges between modules that reach Mongoose, dropped ones included, in the order met; made on first use. */
  readonly edges: readonly Edge[]
  /** The edge that first led to a module; none for the entry files. Follow `from` for the whole chain. */
  readonly via: ReadonlyMap<string, Edge>
  /** Surviving imports that lead nowhere, in the modules above. */
  readonly unresolved: readonly Unresolved[]
}

export interface Unresolved {
  readonly file: string
  readonly at: Span
  readonly specifier: string
  readonly wrongCase: string | null
}

export type { BodyFacts, Compiler, DynamicFact, ExportFact, ImportFact, ImportedName }
