/** What does a configuration file export? Read from its syntax tree; nothing of it is executed. */
import type { Comment } from 'oxc-parser'
import { parseConfig } from './parse-config.ts'
import { exportedValue, type Static } from './static-value.ts'
import type { Tree } from './walk.ts'

export type ExportedConfig =
  | { readonly root: Static; readonly text: string; readonly comments: readonly Comment[] }
  /** The second half of a sentence: why it could not be read; and where, if it is one place. */
  | { readonly reason: string; readonly at: number | null }

export function exportedConfig(tree: Pick<Tree, 'read'>, file: string): ExportedConfig {
  const text = tree.read(file)
  if (text === null) return { reason: 'could not be opened', at: null }
  const parsed = parseConfig(file, text)
  if ('reason' in parsed) return parsed
  try {
    return { root: exportedValue(parsed.program), text, comments: parsed.comments }
  } catch {
    // The stack ran out.
    return { reason: 'is nested too deeply to be read', at: null }
  }
}
