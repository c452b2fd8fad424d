import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { parse, parseRecord } from '../../src/facts/parse.ts'

/** What the text without the stop mark gives is the truth. */
function agrees(file: string, text: string): boolean {
  const record = parseRecord(file, text)
  const whole = parse(file, text, 'js')
  return isDeepStrictEqual(record.error, whole.error) && (whole.error !== null || isDeepStrictEqual(record.module, whole.result?.module))
}

const OPEN = [
  'if (x)', 'if (a) {} else', 'while (x)', 'for (;;)', 'for (const a of b)', 'do', 'do {} while (x)', 'with (a)', 'label:', 'switch (x) {', 'switch (x) { case 1:',
  'try', 'try {}', 'try {} catch', 'function', 'function f()', 'function f() {', 'function f() { if (x) {', 'async', 'async function', '() =>', 'class', 'class A', 'class A {',
  'class A { static {', 'class A { x', 'class A { x =', 'class A extends', 'return', 'throw', 'new', 'typeof', 'await', 'void', 'delete', 'yield', 'let', 'let x', 'let x =', 'const x',
  'const x =', 'const { a', 'var', 'using x', 'x', 'x.', 'x?.', 'x +', 'x =', 'x ?', 'x ? y :', '...', '(', '(x', 'f(', 'f(x,', '[', '[x', '({', '({ a:', '`', '`${', '`${x', '"', "'a", '/a', '/*', '//',
  '<a', '<a>', '<a b=', '<a>{', '<>', '</', 'import', 'import x', 'import x from', 'import {', 'import { a }', 'import { a } from "b"', 'import * as', 'import("x"', 'import.meta', 'export', 'export {',
  'export { a }', 'export *', 'export * as', 'export * from "b"', 'export default', 'export default function', 'export default class {', 'export const a =', 'export function f() {', '@dec', '@dec()', '@dec export',
  'type X =', 'type X = {', 'interface X', 'interface X {', 'enum A {', 'namespace A {', 'declare', 'declare module "x" {', 'declare global {', 'export declare', 'abstract', 'export =', 'export import a =',
  'import a = require("x")', 'import a =', 'export as namespace', 'satisfies', 'x as', 'x satisfies', 'x!', 'accessor', '#!/usr/bin/env node', '<!--', '}', ')', ']', '', ' ', '\uFEFF',
]

describe('the module record alone says what a whole parse says', () => {
  test.each(['a.ts', 'a.tsx', 'a.js', 'a.mjs', 'a.cjs', 'a.cts'])('of everything that can be open at the end: %s', (file) => {
    const before = 'import z from "z"\nexport const y = z\n'
    expect(OPEN.flatMap((open) => [open, `${before}${open}`, `${open} `, `${open}\n`]).filter((text) => !agrees(file, text))).toEqual([])
  })

  const folder = new URL('../../src/facts/', import.meta.url)
  test.each(readdirSync(folder))('wherever src/facts/%s breaks off', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const wrong: string[] = []
    for (let end = 0; end <= text.length; end += 37) if (!agrees(name, text.slice(0, end))) wrong.push(text.slice(Math.max(0, end - 40), end))
    expect(wrong).toEqual([])
  })

  // The parser recovers from these, and tells them.
  test.each(['export{a};export{a};', '\\u0;', '`\\u`;', '<a></b>;', '-1**2;', '/(/;', 'break;', 'let a;let a;', 'export default 1;export default 2;', '({a=1});', 'enum A{1}', 'class A{constructor(){}constructor(){}};'])(
    'flawless is a text only without any error: %s', (text) => {
      for (const file of ['a.ts', 'a.tsx', 'a.js']) expect(parseRecord(file, text).flawless).toBe(parseSync(file, text, { lang: file === 'a.js' ? 'jsx' : file === 'a.ts' ? 'ts' : 'tsx' }).errors.length === 0)
    },
  )
})
