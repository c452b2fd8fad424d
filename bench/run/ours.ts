/** mongoose-doctor in the situations that its users are in: first run, nothing changed, one file changed. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './measure.ts'
import { root, type Target } from './tool.ts'

const bin = join(root, 'packages/mongoose-doctor/dist/cli.mjs')

export const OURS = 'mongoose-doctor'
export type Mode = 'cold' | 'warm' | 'component changed' | 'route changed'

/** The report's part that a run needs. */
export interface Report {
  apps: { root: string; entries: { file: string; kind: string }[] }[]
  findings: unknown[]
  stats: { files: number; bytes: number }
}

/** The modes that the built version can do: only the first, if it has no cache. */
export function modes(): Mode[] {
  return hasCache() ? ['cold', 'warm', 'component changed', 'route changed'] : ['cold']
}

/** The command, with the cache outside of the application. */
export function examine({ directory, scratch }: Target, { cached, format = 'pretty' }: { cached: boolean; format?: 'pretty' | 'json' }): Command {
  const cache = cached ? ['--cache-location', join(scratch, 'cache')] : ['--no-cache']
  return { program: process.execPath, args: [bin, '--format', format, ...(hasCache() ? cache : []), '.'], cwd: directory, codes: [0, 1] }
}

/**
 * Changes one file so that its bytes are new each time: a comment behind a component, or a statement in a route's body.
 * @returns false if there is no such file
 */
export function change(mode: Mode, { directory }: Target, report: Report, round: number): boolean {
  const entries = report.apps.flatMap(({ entries: some }) => some)
  if (mode === 'route changed') {
    for (const { file, kind } of entries) {
      if (kind !== 'route-handler') continue
      const text = readFileSync(join(directory, file), 'utf8')
      const changed = text.replace(/^export async function \w+\([^]*?\{$/m, (start) => `${start}\n  void ${round}`)
      if (changed === text) continue
      writeFileSync(join(directory, file), changed)
      return true
    }
    return false
  }
  const component = firstComponent(directory)
  if (component === null) return false
  writeFileSync(component, `${readFileSync(component, 'utf8')}\n// ${round}\n`)
  return true
}

let help: string | null = null
function hasCache(): boolean {
  help ??= spawnSync(process.execPath, [bin, '--help'], { encoding: 'utf8' }).stdout
  return help.includes('--cache-location')
}

function firstComponent(directory: string): string | null {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => /\bcomponents\/.*\.tsx$/.test(path)).sort()
  const plain = files.find((path) => !readFileSync(join(directory, path), 'utf8').includes('mongoose'))
  return plain === undefined ? null : join(directory, plain)
}
