/** The Node that runs the server. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface Node {
  readonly command: string
  readonly env: Readonly<Record<string, string>>
}

const OLDEST = [20, 19] as const

/**
 * What the settings name; else the one on PATH, which the project is run with, if it is new enough; else the editor's own.
 * @param setting '' when nothing is set
 * @param versionOf what `node --version` says, without the v; null: there is none
 */
export async function findNode(setting: string, editor: string, versionOf: (command: string) => Promise<string | null> = askVersion): Promise<Node> {
  if (setting !== '') return { command: setting, env: {} }
  const version = await versionOf('node')
  if (version !== null && isEnough(version)) return { command: 'node', env: {} }
  return { command: editor, env: { ELECTRON_RUN_AS_NODE: '1' } }
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

async function askVersion(command: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, ['--version'], { timeout: 5000 })
    return stdout.trim().replace(/^v/, '')
  } catch {
    return null
  }
}
