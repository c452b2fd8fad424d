import { describe, expect, test } from 'vitest'
import { readModule } from '../../src/facts/module.ts'

const imports = (text: string) => readModule('a.ts', text).imports.map((each) => ({
  specifier: each.specifier,
  names: each.names.map((name) => `${name.typeOnly ? 'type ' : ''}${name.imported} as ${name.local}`).join(', '),
  flags: [each.sideEffectOnly && 'side-effect', each.typeOnly && 'type', each.importEquals && 'equals'].filter(Boolean).join(' '),
}))

describe('import statements', () => {
  test.each([
    ['import x from "y"', 'default as x', ''],
    ['import * as x from "y"', '* as x', ''],
    ['import x, { a as b, type C } from "y"', 'default as x, a as b, type C as C', ''],
    ['import { default as x } from "y"', 'default as x', ''],
    ['import "y"', '', 'side-effect'],
    ['import {} from "y"', '', ''],
    ['import type X from "y"', 'type default as X', 'type'],
    ['import type { X } from "y"', 'type X as X', 'type'],
    ['import type {} from "y"', '', 'type'],
    ['import { type X } from "y"', 'type X as X', ''],
    ['import type from "y"', 'default as type', ''],
    ['import R = require("y")', '* as R', 'equals'],
    ['import type R = require("y")', 'type * as R', 'type equals'],
    ['export import R = require("y")', '* as R', 'equals'],
    ['export {} from "y"', '', 'side-effect'],
  ])('%s', (text, names, flags) => {
    expect(imports(text)).toEqual([{ specifier: 'y', names, flags }])
  })

  test('a comment is no import', () => {
    expect(imports('/*\nimport R = require("y")\n*/\nconst text = "import x from \'z\'"')).toEqual([])
  })

  test('statements keep the order of the text', () => {
    expect(imports('import a from "a"\nimport R = require("r")\nimport b from "b"').map((each) => each.specifier)).toEqual(['a', 'r', 'b'])
  })
})

describe('exports', () => {
  const exports = (text: string) => readModule('a.ts', text).exports.map((each) => {
    const type = each.typeOnly ? 'type ' : ''
    if (each.kind === 'star') return `${type}* from ${each.specifier}`
    if (each.kind === 'local') return `${type}${each.local} as ${each.exported}`
    return `${type}${each.imported} as ${each.exported} from ${each.specifier}`
  })

  test.each([
    ['export const a = 1, { b: [c] } = d', ['a as a', 'c as c']],
    ['const a = 1; export { a as b, type C }', ['a as b', 'type C as C']],
    ['export default a', ['a as default']],
    ['export default () => 1', ['null as default']],
    ['export default class A {}', ['A as default']],
    ['export default abstract class A {}', ['A as default']],
    ['export interface A {}', ['type A as A']],
    ['export { a as b, default as c } from "x"', ['a as b from x', 'default as c from x']],
    ['export * from "x"', ['* from x']],
    ['export * as ns from "x"', ['* as ns from x']],
    ['export type { A } from "x"', ['type A as A from x']],
    ['export type * from "x"', ['type * from x']],
  ])('%s', (text, expected) => {
    expect(exports(text)).toEqual(expected)
  })
})

test('dynamic edges need a constant specifier', () => {
  const text = 'import("a"); import(`./b`); import("c" + d); import(/* x */ "e");'
    + 'require("f"); require( `g` ); require.resolve("h"); require(i)'
  expect(readModule('a.js', text).dynamic.map((each) => `${each.via} ${each.specifier}`)).toEqual([
    'import a', 'import ./b', 'import e', 'require f', 'require g',
  ])
})

test('an import-equals is not a require too', () => {
  expect(readModule('a.ts', 'import R = require("y")').dynamic).toEqual([])
})

test.each([
  ['"use client"\nimport x from "y"', ['use client']],
  ['#!/usr/bin/env node\n// note\n/* note */ \'use server\'; "use strict";f()', ['use server', 'use strict']],
  ['\ufeff"use client"\r\nf()', ['use client']],
  ['"use server"\n\nexport async function f() {}', ['use server']],
  ['"use client".length', []],
  ['"use client"\n+ b', []],
  ['import x from "y"; "use client"', []],
  ['const a = "use server"', []],
])('directives of %j', (text, expected) => {
  expect(readModule('a.js', text).directives).toEqual(expected)
})

describe('what does not parse', () => {
  test.each(['const = 1', 'const x: number = 1', '// @flow\ntype A = {| a: 1 |}'])('%j is an error', (text) => {
    const facts = readModule('a.js', 'import x from "y"\n' + text)
    expect(facts.error).not.toBeNull()
    expect(facts.imports).toEqual([])
  })

  test.each(['return 1', 'let a; let a', 'with (a) {}', ''])('%j is none', (text) => {
    expect(readModule('a.js', text).error).toBeNull()
  })

  test.each([
    ['parentheses', '('.repeat(1e5) + ')'.repeat(1e5)],
    ['a sum', '1+'.repeat(1e5) + '1'],
    ['else if', 'if (a) {}' + ' else if (a) { b; }\n'.repeat(1e5)],
    ['conditionals', 'x = ' + 'a\n  ? b\n  : '.repeat(1e5) + 'c'],
  ])('%s nested 100,000 deep is an error, not a crash', (_, text) => {
    expect(readModule('a.js', text).error?.message).toBe('nested too deeply to be parsed')
  })

  test('long is not deep', () => {
    const table = 'export const icons = [\n' + '  `<svg a="1" b="2"><path d="M0 0"/></svg>`,\n'.repeat(5000) + ']\n'
    const oneLine = 'const sprite = "' + '<g id=1><g id=2>'.repeat(5000) + '"\n'
    expect(readModule('a.js', table + oneLine + 'if (a) { b() }\n'.repeat(5000)).error).toBeNull()
  })
})

test('offsets are UTF-16 offsets into the text, byte order mark and emoji included', () => {
  const text = '\ufeff/* 😀 */ import x from "y"'
  const fact = readModule('a.ts', text).imports[0]
  expect(text.slice(fact?.start, fact?.end)).toBe('import x from "y"')
  expect(text.slice(fact?.specifierSpan.start, fact?.specifierSpan.end)).toBe('"y"')
})

test.each([
  ['mongoose.model("User")', true], ['db.model<User>("User", s)', true], ['doc.populate("role")', true],
  ['schema.pre("find", f)', true], ['export default { role: { type: String, ref: "Role" } }', true],
  ['import { z } from "zod"; export const userSchema = z.object({})', false], ['export const a = 1', false],
])('%s may matter to Mongoose: %s', (text, relevant) => {
  expect(readModule('a.ts', text).relevant).toBe(relevant)
})
