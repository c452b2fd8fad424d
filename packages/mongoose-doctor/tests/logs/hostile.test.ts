/** Logs that are long, broken, or made to do harm. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventGroups } from '../../src/logs/groups.ts'
import { decoded, LineSplitter, maximumLine } from '../../src/logs/lines.ts'
import { readLog } from '../../src/logs/read.ts'
import { runs } from '../fuzz/settings.ts'
import { eventsIn, message, trace } from './read.ts'

async function* chunks(...all: (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* all
}

describe('takes no time for', () => {
  const long = 1_000_000
  test.each([
    ['a line of one letter', 'a'.repeat(long)],
    ['a line of spaces', ' '.repeat(long)],
    ['brackets', '['.repeat(long)],
    ['objects', '{"a":'.repeat(long / 5)],
    ['a message that does not end', `Schema hasn't been registered for model "${'x'.repeat(long)}`],
    ['messages that do not end', "Schema hasn't been registered for model &quot;".repeat(long / 45)],
    ['beginnings of messages', 'Schema '.repeat(long / 7)],
    ['words of the message', `registered ${' '.repeat(long)}`],
    ['backslashes', `${message} ${'\\'.repeat(long)}`],
    ['slashes', `${message}\n    at ${'/'.repeat(long)}`],
    ['colours', `${message}\n    at ${'\x1b[31m'.repeat(long / 5)}`],
    ['colours that do not end', `${message}\n    at ${'\x1b['.repeat(long / 2)}`],
    ['paths of 1,900 characters', `${message}\n${`    at ${'a/.'.repeat(600)}\n`.repeat(500)}`],
    ['prefixes', `${message}\n${`${'web-1 | '.repeat(10_000)}\n`.repeat(10)}`],
    ['pods', `${message}\n${`${'a-'.repeat(45_000)}\n`.repeat(10)}`],
    ['binary', `${message}\n${String.fromCharCode(...Array.from({ length: 60_000 }, (_, i) => i))}`],
  ])('%s', (_, text) => {
    const start = performance.now()
    expect(eventsIn(text).length).toBeLessThan(30_000)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

test('anything may be a log', () => {
  const part = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(message, trace('/app/x/y.js'), '{', '"', '\\', '\x1b[', '\n', '\r', '[{"message":"', 'web-1  | ', '    at '), fc.json())
  fc.assert(fc.property(fc.array(part, { maxLength: 30 }), (parts) => void eventsIn(parts.join(''))), runs(150))
})

test('a long line is read in pieces, and said', async () => {
  const { count, extent } = await readLog(chunks(`${'x'.repeat(maximumLine + 5)}\n${message}\n`, `${'y'.repeat(60_000)}`, `${'y'.repeat(60_000)}`, `${'y'.repeat(200_000)} ${message}\n`))
  expect({ count, cut: extent.cut }).toEqual({ count: 2, cut: 2 })
})

test('different errors are kept apart up to a number, then counted by model, then no more', () => {
  const groups = new EventGroups(10)
  for (let i = 0; i < 100; i++) groups.add({ model: 'Role', paths: [`a/${i}`], timestamp: null, url: null })
  expect({ kept: groups.all.length, merged: groups.merged, dropped: groups.dropped }).toEqual({ kept: 11, merged: 90, dropped: 0 })
  expect(groups.all.at(-1)).toMatchObject({ model: 'Role', paths: [], count: 90 })
  for (let i = 0; i < 100; i++) groups.add({ model: `M${i}`, paths: [], timestamp: null, url: null })
  expect({ kept: groups.all.length, dropped: groups.dropped }).toEqual({ kept: 20, dropped: 91 })
})

test('UTF-16 with its mark, as PowerShell writes it, and characters that two chunks share', async () => {
  const utf16 = Buffer.from(`\ufeff${trace('/app/.next/server/app/api/login/route.js')}\r\n`, 'utf16le')
  expect((await readLog(chunks(utf16))).groups).toMatchObject([{ model: 'Role', paths: ['app/api/login/route'] }])
  const utf8 = Buffer.from(message.replace('Role', 'Rôle'))
  const one = utf8.indexOf(0xc3) + 1
  expect((await readLog(chunks(utf8.subarray(0, one), utf8.subarray(one)))).groups).toMatchObject([{ model: 'Rôle' }])
})

test('chunks may end anywhere', () => {
  const text = `a\r\nb\n\n${'c'.repeat(25)}\nd`
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const lines: string[] = []
      const splitter = new LineSplitter((line) => lines.push(line), 10)
      const at = [0, ...cuts.toSorted((a, b) => a - b), text.length]
      at.slice(1).forEach((end, index) => {
        splitter.push(text.slice(at[index], end))
        expect(splitter.held).toBeLessThanOrEqual(10)
      })
      splitter.end()
      expect(lines.join('|').replaceAll('|', '')).toBe(text.replaceAll(/[\r\n]/g, ''))
      expect({ cut: splitter.cut, first: lines.slice(0, 3), longest: Math.max(...lines.map((line) => line.length)) }).toEqual({ cut: 1, first: ['a', 'b', ''], longest: 10 })
    }),
  )
})

test('50 MB are read in little time and memory', async () => {
  const ordinary = `2026-03-01T02:11:09.123Z web-1 GET /api/things/${'x'.repeat(60)} 200 in 12 ms\n`.repeat(500)
  const failing = `${trace('/app/.next/server/app/api/login/route.js')}\n`
  async function* log(): AsyncGenerator<Uint8Array> {
    const piece = Buffer.from(ordinary + failing)
    for (let bytes = 0; bytes < 50_000_000; bytes += piece.length) yield piece
  }
  const splitter = new LineSplitter(() => undefined)
  let held = 0
  for await (const text of decoded(log())) {
    splitter.push(text)
    held = Math.max(held, splitter.held)
  }
  expect(held).toBeLessThanOrEqual(maximumLine)
  const before = process.memoryUsage().heapUsed
  const start = performance.now()
  const { count, groups, head } = await readLog(log())
  expect(performance.now() - start).toBeLessThan(3000)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
  expect(groups).toMatchObject([{ model: 'Role', count }])
  expect(count).toBeGreaterThan(500)
  expect(head.length).toBeLessThan(70_000)
})
