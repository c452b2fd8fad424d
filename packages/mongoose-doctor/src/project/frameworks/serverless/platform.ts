/** What a platform of serverless functions has to say here: which files are functions, and what of them is called. */
import type { Around } from '../adapter.ts'
import type { Problem } from '../../project.ts'

export interface Deployed {
  readonly file: string
  /** Exports that are called; null: all of them. */
  readonly calls: readonly string[] | null
  /** esbuild makes one file of it: then `"sideEffects"` counts. */
  readonly bundled: boolean
  /** One process loads all functions of the application before it answers. */
  readonly together?: true
}

export interface Functions {
  readonly functions: readonly Deployed[]
  readonly problems: readonly Problem[]
}

/** @param file a file that configures this platform */
export type Platform = (around: Around, file: string) => Functions

export const NONE: Functions = { functions: [], problems: [] }
