/** What is in the directory: packages, applications, entries. Made without running any of it. */
import type { Disk } from '../disk/disk.ts'
import type { EntryKind, Framework } from '../kernel/report.ts'

export interface Project {
  readonly disk: Disk
  /** Absolute path of the examined directory. */
  readonly root: string
  /** Source files, relative to root, with `/`, sorted. */
  readonly files: readonly string[]
  readonly packages: readonly Package[]
  /** Packages in node_modules that may bring models along; of their files, only those that are imported are read. */
  readonly installed: readonly Package[]
  readonly apps: readonly App[]
  /** What could not be read or understood; each makes the run incomplete. */
  readonly problems: readonly Problem[]
}

export interface Problem {
  readonly file: string
  readonly at: number | null
  /** A sentence for people. */
  readonly reason: string
}

/** One package.json. */
export interface Package {
  /** Folder, relative to root; '' for the root itself. */
  readonly dir: string
  readonly name: string | null
  /** dependencies, devDependencies, peerDependencies and optionalDependencies, merged: name → range. */
  readonly dependencies: ReadonlyMap<string, string>
  /** As written: true when absent. Globs of files *with* side effects when an array. */
  readonly sideEffects: boolean | readonly string[]
  readonly type: 'module' | 'commonjs'
  readonly scripts: ReadonlyMap<string, string>
  /** main, module, bin, exports, source, types: as parsed, for resolution without node_modules. */
  readonly manifest: Readonly<Record<string, unknown>>
}

export type Bundler = 'turbopack' | 'webpack' | 'vite' | 'rollup' | 'esbuild' | 'none'

/** How this application's imports survive (truth/README.md 7–11). Read statically. */
export interface Compiler {
  readonly bundler: Bundler
  /** `verbatimModuleSyntax` is on *and* this compiler honours it for `file` (webpack under Next does not). */
  readonly keepsUnusedImports: (file: string) => boolean
  /** `import R = require()` without a use: swc erases it, esbuild/tsx and tsc… keep it. */
  readonly keepsUnusedImportEquals: boolean
  /** Node itself loads TypeScript, and does no more to it than to strip its types. */
  readonly stripsTypes: boolean
  /** `"sideEffects": false` is acted upon (bundlers yes, plain Node no). */
  readonly honoursSideEffects: boolean
  readonly optimizePackageImports: readonly string[]
  readonly transpilePackages: readonly string[]
  /** Said in explanations: "Next 16.2 with Turbopack". */
  readonly label: string
}

export interface App {
  /** Relative to the project's root; '.' for the root itself. */
  readonly root: string
  readonly framework: Framework
  readonly compiler: Compiler
  readonly entries: readonly Entry[]
  /** Its components are split by `'use client'` and `'use server'`: what stands behind such a directive is evaluated elsewhere. */
  readonly usesDirectives: boolean
  /** What every process evaluates before it answers anything. */
  readonly startup: readonly Startup[]
  /** Server actions are found through the graph; an app that can have them says so. */
  readonly hasServerActions: boolean
}

export interface Startup {
  /** Relative to the project's root. */
  readonly file: string
  /** Exports that are called and awaited before anything is answered. */
  readonly calls: readonly string[]
  /** Not before every entry, if it exports this: a proxy's `config` may name some routes. */
  readonly unlessExports: string | null
}

export interface Entry {
  /** Relative to the project's root. */
  readonly file: string
  readonly kind: EntryKind
  /** Files evaluated in the same process before the entry's code runs: layouts, template, loading, not-found, slots, _document. */
  readonly with: readonly string[]
  /** Exports that are called there, where that is not a matter of its kind; null: all of them. */
  readonly calls?: readonly string[] | null
  /** The project's configuration names it: whatever runs it may call what it exports. */
  readonly named?: true
}
