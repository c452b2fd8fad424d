/** The script `doctor` in package.json. */
import { applyEdits, modify } from 'jsonc-parser'
import { UsageError } from '../kernel/usage-error.ts'
import { isRecord, parseJson } from '../project/json.ts'
import { child } from '../project/paths.ts'
import { nothing, type Piece } from './piece.ts'
import { textAt, type Place } from './place.ts'

const WHAT = 'a script in package.json'

/** @throws UsageError when package.json can't be understood: then nothing should be set up */
export function scriptPiece(place: Place): Piece {
  const file = child(place.folder, 'package.json')
  const text = textAt(place, file)
  if (text === null) return nothing(WHAT, 'There is no package.json here, so no script was added.')
  if (text === 'other') return nothing(WHAT, `${file} is a link, or no plain file: add the script "doctor": "mongoose-doctor" by hand.`)
  const parsed = parseJson(text)
  if ('reason' in parsed || !isRecord(parsed.value)) throw new UsageError(`Nothing was set up: ${file} can't be read: ${'reason' in parsed ? parsed.reason : 'it does not hold an object'}.`)
  const scripts = parsed.value['scripts'] ?? {}
  if (isRecord(scripts) && Object.values(scripts).some((script) => typeof script === 'string' && /(?<![\w-])mongoose-doctor(?![\w-])/.test(script))) return nothing(WHAT)
  if (!isRecord(scripts) || Object.hasOwn(scripts, 'doctor')) return nothing(WHAT, `${file} has a script "doctor" already: add "mongoose-doctor" under another name.`)
  return { what: WHAT, changes: [{ file, before: text, after: withMember(text, ['scripts', 'doctor'], 'mongoose-doctor') }], notes: [] }
}

/** JSON with one more member, written as the rest of it is. */
export function withMember(text: string, path: string[], value: string): string {
  // An offset counts from after the mark.
  const [mark, json] = text.startsWith('\uFEFF') ? ['\uFEFF', text.slice(1)] : ['', text]
  const [, indent] = /\n([ \t]+)\S/.exec(json) ?? []
  const formattingOptions = indent === undefined ? {} : { formattingOptions: { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: json.includes('\r\n') ? '\r\n' : '\n' } }
  return mark + applyEdits(json, modify(json, path, value, formattingOptions))
}
