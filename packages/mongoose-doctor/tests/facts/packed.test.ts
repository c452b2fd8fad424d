/** What is packed comes back as it was, whatever else was packed before or after it. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'
import { readModule } from '../../src/facts/module.ts'
import { wholeModule } from '../../src/facts/packed-module.ts'
import { createPacker, createUnpacker } from '../../src/facts/packed.ts'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).filter((_, i) => i % 6 === 0)

/** What is followed is made on first use, by getters. */
const plain = (value: unknown): unknown => structuredClone(JSON.parse(JSON.stringify(value, (_, each: unknown) => (each === undefined ? '\0undefined' : each))))
const withBodies = (body: NonNullable<ReturnType<typeof readBody>>) => ({ ...body, body: body.body, functions: body.functions.map((fact) => ({ ...fact, params: fact.params, body: fact.body })) })

test('the facts of some files of this package', () => {
  const packer = createPacker()
  const packed = files.map((file) => {
    const text = readFileSync(join(SRC, file), 'utf8')
    const body = readBody(file, text)
    if (body === null) throw new Error(file)
    return { file, facts: readModule(file, text), body, module: packer.module(readModule(file, text)), bytes: packer.body(body, text) }
  })
  const unpacker = createUnpacker(packer.shapes)
  // In another order than they were packed.
  for (const { file, facts, body, module, bytes } of packed.toReversed()) {
    expect(module === null ? null : unpacker.module(module, file)).toEqual(facts)
    // A file that writes half a character is not packed: see below.
    if (bytes !== null) expect(plain(withBodies(unpacker.body(bytes, file)))).toEqual(plain(withBodies(body)))
  }
  expect(packed.filter(({ bytes }) => bytes === null).map(({ file }) => file)).not.toHaveLength(files.length)
})

test('with the shapes of an earlier packer, what that one packed can still be read', () => {
  const first = createPacker()
  const one = first.module(readModule('a.ts', 'import a from "b"'))
  const second = createPacker(first.shapes)
  const two = second.module(readModule('b.ts', 'export * from "c"; import("d")'))
  const unpacker = createUnpacker(second.shapes)
  expect([one, two].map((bytes) => (bytes === null ? null : unpacker.module(bytes, 'x.ts')))).toEqual([
    readModule('x.ts', 'import a from "b"'), readModule('x.ts', 'export * from "c"; import("d")'),
  ])
})

const two = [['a.ts', 'import a, { type B } from "b"\nexport { a as c }'], ['b.ts', '"use client"; export * from "c"; import("d")']] as const

test('compact records say the same, however often they are asked', () => {
  const packer = createPacker()
  // More than are kept unpacked.
  const all = Array.from({ length: 700 }, (_, i) => { const [file, text] = two[i % 2 === 0 ? 0 : 1]; return { facts: readModule(file, text), compact: packer.compact(readModule(file, text)) } })
  for (const { facts, compact } of [...all, ...all]) expect(wholeModule(compact)).toEqual(facts)
})

test('a compact record is packed by its own packer as it is, and again by others', () => {
  const first = createPacker()
  const facts = readModule(...two[0])
  const compact = first.compact(facts)
  expect(first.module(compact)).toEqual(first.module(facts))
  const other = createPacker()
  const bytes = [other.module(readModule(...two[1])), other.module(compact)][1] ?? null
  expect(bytes === null ? null : createUnpacker(other.shapes).module(bytes, 'a.ts')).toEqual(facts)
})

test('a record with an error stays as it is', () => {
  const facts = readModule('a.ts', 'const = 1')
  expect(createPacker().compact(facts)).toBe(facts)
})

test.each([
  ['an escape', String.raw`const a = '\ud800'`],
  ['an escape with braces', String.raw`const a = '\u{D83D}'`],
  ['an entity', '<a b="&#xd800;"/>'],
])('half a character would not come back: %s', (_, text) => {
  const body = readBody('a.jsx', text)
  expect(body === null ? 'not parsed' : createPacker().body(body, text)).toBeNull()
})

test('half a character in a specifier', () => {
  const facts = readModule('a.ts', 'import("b")')
  expect(createPacker().module({ ...facts, dynamic: facts.dynamic.map((each) => ({ ...each, specifier: '\ud800' })) })).toBeNull()
})

test('other bytes', () => {
  const { body, module } = createUnpacker([])
  const bytes = Buffer.from([0xc1, 0x40, 0xff, 0x00])
  expect(() => module(bytes, 'a.ts')).toThrow()
  expect(() => body(bytes, 'a.ts')).toThrow()
})
