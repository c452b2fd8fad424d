/** What a build has produced, as far as its files say. */
import type { EntryKind } from '../kernel/report.ts'

export interface Build {
  /** "Next.js with Turbopack" */
  readonly by: string
  /** Relative to the application's root: `.next`. */
  readonly dir: string
  /** The file that is as old as the build. */
  readonly stamp: string
  /** What `BuiltEntry.source` is: a route as Next.js names it, with its kind, or the name of a source file. */
  readonly names: 'route' | 'file'
  readonly entries: readonly BuiltEntry[]
  /** Stands for every entry that is not in the list: one file holds them all. */
  readonly rest: BuiltEntry | null
  /** Files that hold Mongoose itself: a registry that nobody outside can ask. */
  readonly bundled: readonly string[]
  /** Code to be followed, in sets of files that know each other. */
  readonly programs: readonly BuiltProgram[]
}

export interface BuiltEntry {
  /** The source file relative to the application's root, without its extension, as the build names it. */
  readonly source: string
  readonly kind: EntryKind
  /** Relative to the application's root. */
  readonly output: string
  /** What is evaluated for the entry: one way, or one for each page that brings an action along. */
  readonly ways: readonly Way[]
  /** What a process has evaluated before any entry. */
  readonly before: Way | null
  /** Why its code could not be read; null: it was. */
  readonly unread: string | null
}

/** Modules that are evaluated together, in that order. */
export interface Way {
  /** Index into `programs`. */
  readonly program: number
  readonly files: readonly string[]
  /** Exports of the last file that are called then, and awaited. */
  readonly calls: readonly string[]
  /** How to have it evaluated. */
  readonly start: Start
}

export type Start =
  /** Next.js: the entry's file, relative to the application's root; of an action, the module that the page's own loader is asked for. */
  | { readonly how: 'next'; readonly output: string; readonly module: string | number | null }
  /** Node: files that are imported, one after the other. */
  | { readonly how: 'import'; readonly files: readonly string[] }

/** ES modules, by name. */
export type BuiltProgram = ReadonlyMap<string, string>

/** A build's files: paths are relative to the application's root. */
export interface Outputs {
  /** null: it could not be read. */
  readonly read: (file: string) => string | null
  /** What lies in a folder, sorted; nothing where there is none. */
  readonly list: (dir: string) => readonly { readonly name: string; readonly folder: boolean }[]
}
