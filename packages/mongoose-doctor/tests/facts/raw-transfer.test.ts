import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { parseSync } from 'oxc-parser'
import type { ParserOptions } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { rawParser } from '../../src/facts/raw-transfer.ts'

const PARTS = ['program', 'comments', 'module', 'errors'] as const
const raw = rawParser()
const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = ['src', 'tests'].flatMap((folder) => readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.includes('node_modules'))

function optionsFor(file: string): ParserOptions {
  const typescript = /\.[mc]?tsx?$/.test(file)
  return { lang: file.endsWith('.tsx') ? 'tsx' : typescript ? 'ts' : 'jsx', astType: typescript ? 'ts' : 'js', preserveParens: false }
}

/** The parts of the result that differ; a matcher of vitest would take gigabytes for a long text. */
function differences(file: string, text: string, result = raw?.(file, text, optionsFor(file))): string[] {
  const json = parseSync(file, text, optionsFor(file))
  return PARTS.filter((part) => !isDeepStrictEqual(result?.[part], json[part])).map((part) => `${file}: ${part}`)
}

describe.skipIf(process.platform === 'win32')('memory shared with the parser gives what JSON gives', () => {
  test('it works here', () => { expect(raw).not.toBeNull() })

  test('of every source and fixture of this package', () => {
    expect(sources.length).toBeGreaterThan(200)
    for (const file of sources) {
      const text = readFileSync(`${root}/${file}`, 'utf8')
      // With the mark that parse.ts puts behind it: no tree.
      for (const one of [text, `${text}\nlet _=0}`]) expect(differences(file, one)).toEqual([])
    }
  })

  test.each([
    ['nothing', ''],
    ['a byte order mark alone', '\uFEFF'],
    ['a mark and a directive', '\uFEFF\'use client\'\nimport a from "b"'],
    ['a hashbang', '#!/usr/bin/env node\nimport a from "b" // c'],
    ['long characters before names, strings and comments', 'const é = "𝒳é"; /* 😀 */ import("é𝒳"); export { é as "𝒳" } // é'],
    ['an escaped half of one', 'const a = "\\uD800 \\u{10FFFF}"; export { a }'],
    ['a syntax error behind long characters', 'const é = "𝒳"\nexport const = 1'],
    ['numbers and regular expressions', 'x = [1e400, 0b11, 10n, .5, 0x10n, /(?<a>é)/v, /[/gi, -0]'],
    ['line ends of all kinds', 'a\r\nb\rc\u2028d\u2029// e\r\n/* f\r\n */'],
    ['a string of more than 64 long characters', `export const a = '${'é\\n𝒳'.repeat(80)}'`],
    ['a text with many errors', 'export const a = 1;'.repeat(1000)],
    ['a longer one: each error has a copy of its line, which would not fit', 'export const a = 1;'.repeat(1750)],
  ])('of %s', (_, text) => {
    expect(['a.ts', 'a.tsx', 'a.js'].flatMap((file) => differences(file, text))).toEqual([])
  }, 180_000)

  test.each(['a;', '``,', '{};', '//é\n'])('of a long text that is known to have no errors: %s…', (part) => {
    const text = part.repeat(100_000)
    expect(differences('a.ts', text, raw?.('a.ts', text, optionsFor('a.ts'), true))).toEqual([])
  })

  test('of a tree that is too deep to be read by recursion', () => {
    const text = `a${'.b'.repeat(30_000)}`
    expect(raw?.('a.ts', text, optionsFor('a.ts'), true).program).toMatchObject({ type: 'Program', end: text.length })
  })

  test('a result stays what it was when the next text is parsed', () => {
    const text = 'export const first = () => "é"'
    const first = raw?.('a.ts', text, optionsFor('a.ts'))
    raw?.('b.ts', 'class Other { x = 1 } // '.repeat(50), optionsFor('b.ts'))
    expect(differences('a.ts', text, first)).toEqual([])
  })
})
