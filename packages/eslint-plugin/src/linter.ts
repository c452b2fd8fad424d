/** From what a linter says of the file at hand to the notes on it: found once for all rules. */
import type { Rule } from 'eslint'
import { escapeText, UsageError } from 'mongoose-doctor'
import type { Note } from './notes.ts'
import { projectAt } from './project.ts'
import { settingsOf } from './settings.ts'
import { told } from './told.ts'

interface Taken {
  readonly text: string
  readonly notes: readonly Note[]
}

type Context = Pick<Rule.RuleContext, 'filename' | 'physicalFilename' | 'cwd' | 'settings' | 'sourceCode'>

/** Notes on the file that is linted, for each rule that asks; a failure is told to the rule that asks first. */
export function noteTaker(): (context: Context, asking: Note['about']) => readonly Note[] {
  /**
   * What was said since control was last given back. ESLint lints a file, applies fixes and lints it again without doing so: who asks about another
   * text of the same file now has changed it by fixes.
   */
  let now: Map<string, Taken> | null = null
  return (context, asking) => {
    const { filename, sourceCode } = context
    if (now === null) queueMicrotask(() => (now = null))
    const taken = (now ??= new Map<string, Taken>())
    const last = taken.get(filename)
    const text = sourceCode.hasBOM ? `\ufeff${sourceCode.text}` : sourceCode.text
    if (last?.text === text) return last.notes
    const notes = notesOn(context, text, last !== undefined, asking)
    taken.set(filename, { text, notes })
    return notes
  }
}

/** @throws in a command: it must not end as if there were nothing to find. An editor shows it, and what other rules say. */
function notesOn({ filename, physicalFilename, cwd, settings }: Context, text: string, isFixed: boolean, asking: Note['about']): readonly Note[] {
  const { root, editor } = settingsOf(settings, cwd)
  // A processor has taken a part out of a file that is something else.
  if (physicalFilename !== filename) return []
  try {
    const project = projectAt(root)
    const file = project.nameOf(filename)
    return file === null ? [] : told({ project, file, text, editor, isFixed })
  } catch (error) {
    const message = failureText(error)
    if (!editor) throw new Error(message, { cause: error })
    return [{ about: asking, isProvedError: true, message, start: 0, end: 0, fix: null, suggestions: [] }]
  }
}

function failureText(error: unknown): string {
  if (error instanceof UsageError) return [error.message, ...error.details].map(escapeText).join(' ')
  return `mongoose-doctor failed; this is a fault of its own, please report it. ${escapeText(error instanceof Error ? error.stack ?? error.message : String(error))}`
}
