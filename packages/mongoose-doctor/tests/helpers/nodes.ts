/** Other versions of Node, which `npm test` installs where npm has them for this machine. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const installed = fileURLToPath(new URL('../nodes/node_modules', import.meta.url))

/** 20 is 20.19.0, the oldest that is supported; of the others a late one. */
export const majors = [20, 22, 24] as const

/** The program; undefined where it is not installed. */
export function nodeOf(major: number): string | undefined {
  const folder = existsSync(installed) ? readdirSync(installed).find((name) => name.startsWith(`node${major}-`)) : undefined
  return folder === undefined ? undefined : join(installed, folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
}
