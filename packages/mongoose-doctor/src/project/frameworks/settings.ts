/** What a configuration file says, by the path of a setting. Read from the syntax tree; nothing is executed. */
import { exportedConfig } from '../exported-config.ts'
import { child } from '../paths.ts'
import type { Problem } from '../project.ts'
import type { Static } from '../static-value.ts'
import type { Tree } from '../walk.ts'

export interface Settings {
  /** null when there is none. */
  readonly file: string | null
  /** null: not set. Set to something that cannot be read: a problem, and null. */
  text(path: readonly string[]): string | null
  /** Fields with texts; those that cannot be read are problems. */
  texts(path: readonly string[]): ReadonlyMap<string, string>
  /** Whether something is there, whatever it is. */
  has(path: readonly string[]): boolean
  readonly problems: readonly Problem[]
}

const ENDINGS = ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts']

/** @param name without its ending: `svelte.config` */
export function readSettings(tree: Tree, dir: string, name: string): Settings {
  const file = ENDINGS.map((ending) => child(dir, `${name}.${ending}`)).find((path) => tree.has(path)) ?? null
  const problems: Problem[] = []
  const root = file === null ? null : exported(tree, file, problems)

  function at(path: readonly string[]): Static | null {
    let value = root
    for (const key of path) value = value?.kind === 'object' ? value.fields.get(key) ?? null : null
    return value
  }
  function constant(value: Static, what: string): string | null {
    if (value.kind === 'constant' && typeof value.value === 'string') return value.value
    if (file !== null) problems.push({ file, at: value.at, reason: `'${what}' cannot be read without running this file.` })
    return null
  }
  return {
    file, problems,
    text(path) {
      const value = at(path)
      return value === null ? null : constant(value, path.join('.'))
    },
    texts(path) {
      const value = at(path)
      const found = new Map<string, string>()
      if (value === null) return found
      if (value.kind !== 'object') { constant(value, path.join('.')); return found }
      for (const [key, field] of value.fields) {
        const text = constant(field, [...path, key].join('.'))
        if (text !== null) found.set(key, text)
      }
      return found
    },
    has: (path) => at(path) !== null,
  }
}

function exported(tree: Tree, file: string, problems: Problem[]): Static | null {
  const config = exportedConfig(tree, file)
  if ('root' in config) return config.root
  problems.push({ file, at: config.at, reason: `This configuration ${config.reason}.` })
  return null
}
