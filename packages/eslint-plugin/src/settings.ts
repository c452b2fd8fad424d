/** `settings['mongoose-doctor']` of the configuration. */
import { resolve } from 'node:path'
import { isOneRun } from './host.ts'

export interface Settings {
  /** The directory to examine: absolute, as it was named. */
  readonly root: string
  /** Whether an editor asks, which has texts that are not saved and wants an answer at once. */
  readonly editor: boolean
}

/**
 * @param settings all of a file's settings
 * @throws TypeError for what can't be meant: a setting that is passed over would examine something else
 */
export function settingsOf(settings: Readonly<Record<string, unknown>>, cwd: string): Settings {
  const ours = settings['mongoose-doctor'] ?? {}
  if (typeof ours !== 'object' || Array.isArray(ours)) throw wrong('must be an object')
  const { root = '.', editor, ...rest }: { readonly root?: unknown; readonly editor?: unknown } = ours
  if (typeof root !== 'string') throw wrong('.root must be the path of a directory')
  if (editor !== undefined && typeof editor !== 'boolean') throw wrong('.editor must be true or false')
  const strange = Object.keys(rest)[0]
  if (strange !== undefined) throw wrong(`has no "${strange}"; there are root and editor`)
  return { root: resolve(cwd, root), editor: editor ?? !isOneRun() }
}

const wrong = (what: string): TypeError => new TypeError(`settings['mongoose-doctor'] ${what}`.replace('] .', '].'))
