/** A program that is measured. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ToolFacts } from '../results.ts'
import type { Command } from './measure.ts'

/** Where things are: the bundle of this harness is in `bench/dist`. */
export const bench = join(import.meta.dirname, '..')
export const root = join(bench, '..')

export interface Target {
  /** The application. */
  directory: string
  /** Its tsconfig.json, if there is one at the top. */
  tsconfig: string | null
  /** For the configuration of a tool; outside of the application. */
  scratch: string
}

export interface Tool extends ToolFacts {
  name: string
  command(target: Target): Command
}

/** The version of an npm package below a directory. */
export function versionOf(directory: string, name: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(directory, 'node_modules', name, 'package.json'), 'utf8'))
  return version
}
