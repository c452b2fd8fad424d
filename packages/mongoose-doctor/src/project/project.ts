/** What is in the directory: packages, applications, entries. Made without running any of it. */
import type { Disk } from '../disk/disk.ts'
import type { EntryKind, Framework } from '../kernel/report.ts'
import type { RuleName } from '../kernel/rules.ts'

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
  /** The rules that are off by default and that the configuration of the examined directory turns on. */
  readonly turnedOn: ReadonlySet<RuleName>
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
  /** `emitDecoratorMetadata`: the types of what has a decorator are used as values. */
  readonly emitsMetadata?: (file: string) => boolean
  /** `import R = require()` without a use: swc erases it, esbuild/tsx and tsc… keep it. */
  readonly keepsUnusedImportEquals: boolean
  /** Node itself loads TypeScript, and does no more to it than to strip its types. */
  readonly stripsTypes: boolean
  /** `"sideEffects": false` is acted upon (bundlers yes, plain Node no). */
  readonly honoursSideEffects: boolean
  /** Of its own files too, only what is used is kept: an import for its effect is dropped, and so is a use without one (Nitro 2). */
  readonly leavesOutUnused?: true
  /** … but not where a file is imported by an alias: Vite up to 7 asks package.json only for relative paths and packages. */
  readonly aliasesKeepEffects?: true
  /** Rollup and Rolldown drop `Role;` and `void Role` of a side-effect-free file; webpack and Turbopack do not. */
  readonly dropsBareMentions?: true
  /** Rolldown drops `await import('./Role')` of a side-effect-free file if nothing of what it gives is used. */
  readonly dropsUnusedLoads?: true
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
  /** Names that its own configuration gives to files and folders, relative to the project's root; a longer one first. */
  readonly aliases?: readonly Alias[]
  /** Server actions are found through the graph; an app that can have them says so. */
  readonly hasServerActions: boolean
  /** Exports that its files use without an import. */
  readonly autoImports?: AutoImports
}

/** Folders, relative to the project's root. */
export interface AutoImports {
  /** Of all files in and below them. */
  readonly deep: readonly string[]
  /** Of the files directly in them, and of a folder's index. */
  readonly flat: readonly string[]
  /** Files below these have them, and so has what those import. */
  readonly within: readonly string[]
  /** Something that is not looked into may import all of them when the server starts. */
  readonly mayStart: boolean
}

export interface Alias {
  /** `$lib`: itself, and what is below it. */
  readonly name: string
  readonly path: string
}

export interface Startup {
  /** Relative to the project's root. */
  readonly file: string
  /** Exports that are called then. */
  readonly calls: readonly string[]
  /** Absent: and awaited before anything is answered. `called`: not awaited. `loaded`: nor called. */
  readonly how?: 'called' | 'loaded'
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
  /** fastify-cli starts it: a server is made for it, and given what it exports as a plugin. */
  readonly isPlugin?: true
  /** The project's configuration names it: whatever runs it may call what it exports. */
  readonly named?: true
}
