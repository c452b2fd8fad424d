/** Rules for coding agents: a section of AGENTS.md, and of CLAUDE.md where that is there and is a text of its own. */
import type { FileChange } from '../fixes/types.ts'
import { child } from '../project/paths.ts'
import { nothing, withEnds, type Piece } from './piece.ts'
import { textAt, type Place } from './place.ts'

const WHAT = 'rules for coding agents'
const BEGIN = '<!-- mongoose-doctor: begin. Written by `mongoose-doctor init`, which replaces what stands between these two lines. -->'
const END = '<!-- mongoose-doctor: end -->'
const OPENING = '<!-- mongoose-doctor: begin'

const SECTION = [
  BEGIN,
  '## Mongoose models',
  '',
  'In each entry (a route, page, server action or job: whatever a cold process starts with) every Mongoose model must be registered before something needs it.',
  '`ref: \'Role\'` is only a name: `populate(\'role\')` throws `MissingSchemaError` unless a file that this entry imports has evaluated `models/Role`.',
  '',
  '- After you have changed models, queries, populates or imports, run `npx mongoose-doctor --changed --format agent`. It prints one line for each finding; exit code 1 says that one is proved.',
  '- `npx mongoose-doctor --dry-run` shows the remedy as a diff, `--fix` applies it. `npx mongoose-doctor why Role` says how a model gets registered in each entry, or why it does not.',
  '- Mend a finding. Do not silence it by a comment, the configuration or `--update-baseline` unless you were asked to.',
  END,
].join('\n')

export function agentsPiece(place: Place): Piece {
  const agents = child(place.folder, 'AGENTS.md')
  const claude = child(place.folder, 'CLAUDE.md')
  const texts = [agents, claude].map((file) => ({ file, text: textAt(place, file) }))
  const notes = texts.flatMap(({ file, text }) => {
    if (file === agents && text === 'other') return [`${file} is a link, or no plain file, and was left alone.`]
    return text !== null && text !== 'other' && sectionIn(text) === 'damaged' ? [`${file} has only one of the two lines that our section begins and ends with: remove it, and run this again.`] : []
  })
  const changes = texts.flatMap(({ file, text }): FileChange[] => {
    if (text === 'other' || (file === claude && (text === null || /@(?:\.\/)?AGENTS\.md\b/.test(text)))) return []
    const after = withSection(text ?? '')
    return after === text ? [] : [{ file, before: text, after }]
  })
  return changes.length === 0 && notes.length === 0 ? nothing(WHAT) : { what: WHAT, changes, notes }
}

/** Where our section is; null: nowhere. */
function sectionIn(text: string): { readonly start: number; readonly end: number } | 'damaged' | null {
  const [starts, ends] = [OPENING, END].map((mark) => text.split(mark).length - 1)
  if (starts === 0 && ends === 0) return null
  const [start, end] = [text.indexOf(OPENING), text.indexOf(END)]
  // What stands between two sections is not ours.
  return starts === 1 && ends === 1 && start < end ? { start, end: end + END.length } : 'damaged'
}

/** The text with our section in place of the one that it has, or at its end. */
export function withSection(text: string): string {
  const section = withEnds(SECTION, text)
  const known = sectionIn(text)
  if (known === 'damaged') return text
  if (known !== null) return text.slice(0, known.start) + section + text.slice(known.end)
  const end = withEnds('\n', text)
  const gap = text === '' ? '' : text.endsWith('\n') ? end : end + end
  return `${text}${gap}${section}${end}`
}
