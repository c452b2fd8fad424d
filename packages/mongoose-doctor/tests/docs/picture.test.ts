/** docs/images/run.svg is what the built program prints; and how a terminal is drawn. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { SaxesParser } from 'saxes'
import { terminalSvg } from '../../../../scripts/terminal-svg.mjs'

const root = new URL('../../../../', import.meta.url)
const words = { title: 'A title', description: 'A description', columns: 20 }

/** What each text of a picture says, and how. @throws if it is not well-formed */
function textsOf(svg: string): readonly string[] {
  const texts: string[] = []
  const parser = new SaxesParser()
  let open: string | null = null
  parser.on('opentag', ({ name, attributes }) => { if (name === 'text') open = `${attributes['class'] ?? 'plain'} ${attributes['x']} ${attributes['y']}: ` })
  parser.on('text', (text) => { if (open !== null) open += text })
  parser.on('closetag', ({ name }) => {
    if (name === 'text' && open !== null) texts.push(open)
    open = null
  })
  parser.write(svg).close()
  return texts
}

test('the picture of README.md is that of examples/clinic-before; else `npm run picture`', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('scripts/picture.mjs', root)), '--print'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(readFileSync(new URL('docs/images/run.svg', root), 'utf8')).toBe(stdout)
  expect(textsOf(stdout).length).toBeGreaterThan(30)
})

test('styles, columns and lines', () => {
  expect(textsOf(terminalSvg('a \x1b[1m\x1b[31mb\x1b[39m c\x1b[22m d\n\n  \x1b[2me\x1b[22m\n', words))).toEqual([
    'plain 18 50: a',
    'bold red 34.8 50: b',
    'bold 51.6 50: c',
    'plain 68.4 50: d',
    'faint 34.8 90: e',
  ])
})

test('text is text, whatever it says', () => {
  const svg = terminalSvg('</text><script>&amp;', { ...words, title: '<b>', description: '"&"' })
  expect(textsOf(svg)).toEqual(['plain 18 50: </text><script>&amp;'])
  expect(svg).not.toContain('<script>')
})

test.each([['a colour that no style has', '\x1b[35mx'], ['another escape sequence', '\x1b[2Jx'], ['a tab', 'a\tb']])('%s is not drawn by guesswork', (_name, text) => {
  expect(() => terminalSvg(text, words)).toThrow('is not drawn')
})
