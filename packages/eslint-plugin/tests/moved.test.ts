import { expect, test } from 'vitest'
import { moved } from '../src/moved.ts'
import type { Note } from '../src/notes.ts'

/** A note on a word of a text, with a fix that puts something before `import`. */
function noteOn(text: string, word: string): Note {
  const start = text.indexOf(word)
  return { about: 'missing-model', isProvedError: true, message: word, start, end: start + word.length, fix: [{ start: 0, end: 0, text: '// first\n' }], suggestions: [] }
}

const before = 'import a\n\nb.populate()\nc.populate(\n  d)\n'
const notes = ['b.populate()', 'c.populate(\n  d)'].map((word) => noteOn(before, word))
const words = (after: string): readonly string[] => moved(notes, before, after).map(({ start, end }) => after.slice(start, end))
const both = ['b.populate()', 'c.populate(\n  d)']

test.each([
  ['nothing', before, both],
  ['a line above', `x\n${before}`, both],
  ['a line between', before.replace('\nc', '\nx\nc'), both],
  ['a line end put in before', before.replace('\nc', '\n\nc'), both],
  ['a line gone above', before.replace('import a\n', ''), both],
  ['an import and the last line', `x\n${before}y`, both],
  ['the line itself', before.replace('b.pop', 'bb.pop'), both.slice(1)],
  ['the beginning of the line', before.replace('b.pop', '  b.pop'), both.slice(1)],
  ['the end of the line', before.replace('b.populate()', 'b.populate();'), both.slice(1)],
  ['the line joined with the one above', before.replace('\nc', 'c'), []],
  ['an empty line gone', before.replace('\n\n', '\n'), both],
  ['a line within a place of several lines', before.replace('(\n', '(\n  // x\n'), both.slice(0, 1)],
  ['a line at its end', before.replace('d)', 'd, e)'), both.slice(0, 1)],
  ['all of it', 'z\n', []],
])('after a change of %s, what stands on other lines is found again', (_, after, found) => {
  expect(words(after)).toEqual(found)
})

test('a fix moves along, unless what it touches has changed', () => {
  const fixes = (after: string) => moved(notes.slice(0, 1), before, after).map(({ fix }) => fix)
  expect(fixes(before.replace('\n\n', '\nx\n\n'))).toEqual([[{ start: 0, end: 0, text: '// first\n' }]])
  expect(fixes(`// first\n${before}`)).toEqual([null])
  const late: Note = { ...noteOn(before, 'b.populate()'), fix: [{ start: 10, end: 10, text: 'await ' }], suggestions: [{ what: 'wait', edits: [{ start: 10, end: 10, text: 'await ' }] }] }
  expect(moved([late], before, `x\n${before}`)).toEqual([{ ...late, start: 12, end: 24, fix: [{ start: 12, end: 12, text: 'await ' }], suggestions: [{ what: 'wait', edits: [{ start: 12, end: 12, text: 'await ' }] }] }])
})

test('a byte order mark counts for nothing', () => {
  expect(moved(notes, `\ufeff${before}`, `\ufeffx\n${before}`)).toEqual(moved(notes, before, `x\n${before}`))
})

test('where everything has changed, nothing is looked for', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`)
  const [long = '', other = ''] = [lines, lines.map((line) => `// ${line}`)].map((some) => [...some.slice(2500), 'b.populate()', ...some].join('\n'))
  expect(moved([noteOn(long, 'b.populate()')], long, other)).toEqual([])
})
