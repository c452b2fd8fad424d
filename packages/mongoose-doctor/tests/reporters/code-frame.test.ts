import { expect, test } from 'vitest'
import { codeFrame } from '../../src/reporters/code-frame.ts'
import { makeStyle } from '../../src/reporters/style.ts'
import { textWidth } from '../../src/reporters/width.ts'

const style = makeStyle(false)
/** Frames the only `<<…>>` in the text. */
function frame(marked: string, width = 60): string {
  const start = marked.indexOf('<<')
  const text = marked.replace('<<', '').replace('>>', '')
  const before = marked.slice(0, start).split('\n')
  const inside = marked.slice(start + 2, marked.indexOf('>>')).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  const endColumn = inside.length > 1 ? (inside.at(-1)?.length ?? 0) + 1 : column + (inside[0]?.length ?? 0)
  return codeFrame(text, { line: before.length, column, endLine: before.length + inside.length - 1, endColumn }, width, style).join('\n')
}

test('two lines around, shared indentation left out, the place underlined', () => {
  expect(frame('a\n  b\n  c\n  find().<<populate("role")>>\n    d\n\nlast\n')).toMatchInlineSnapshot(`
    "  2 │ b
      3 │ c
    > 4 │ find().populate("role")
        │        ^^^^^^^^^^^^^^^^
      5 │   d
      6 │"
  `)
})

test('the first and the last line of a file', () => {
  expect(frame('<<one>>\n')).toMatchInlineSnapshot(`
    "> 1 │ one
        │ ^^^"
  `)
})

test('tabs and wide characters keep the caret below its place', () => {
  expect(frame('\tx\n\tconst 名 = "日本"; <<find()>>\n')).toMatchInlineSnapshot(`
    "  1 │ x
    > 2 │ const 名 = "日本"; find()
        │                    ^^^^^^"
  `)
})

test('a place over several lines is underlined to the end of its first', () => {
  expect(frame('<<find()\n  .populate()>>\n')).toMatchInlineSnapshot(`
    "> 1 │ find()
        │ ^^^^^^
      2 │   .populate()"
  `)
})

test('a long line is cut around the place', () => {
  expect(frame(`const a = 1\n${'x = 1; '.repeat(20)}<<find()>>;${' y = 2;'.repeat(20)}\n`)).toMatchInlineSnapshot(`
    "  1 │ const a = 1
    > 2 │ …x = 1; find(); y = 2; y = 2; y = 2; y = 2; y = 2; y …
        │         ^^^^^^"
  `)
})

test('a minified file is neither split nor measured as a whole', () => {
  const lines = frame(`${'x=1;'.repeat(500_000)}<<find()>>;${'y=2;'.repeat(500_000)}`).split('\n')
  expect(lines[0]).toContain('find()')
  expect(lines[1]?.indexOf('^')).toBe(lines[0]?.indexOf('find()'))
  expect(lines.every((line) => textWidth(line) <= 60)).toBe(true)
})

test('a line that the text does not have gives no frame', () => {
  expect(codeFrame('a\n', { line: 5, column: 1, endLine: 5, endColumn: 2 }, 60, style)).toEqual([])
})

test('CRLF', () => {
  expect(frame('a\r\n<<b>>\r\n')).not.toContain('\\r')
})
