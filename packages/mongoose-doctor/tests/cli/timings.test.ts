import { expect, test } from 'vitest'
import { stopwatch } from '../../src/kernel/clock.ts'
import { timingsText } from '../../src/reporters/timings.ts'
import { clean } from '../reporters/sample.ts'
import { cli } from './fake.ts'

test('each moment counts once, for the innermost work, and also when that fails', () => {
  let time = 0
  const clock = stopwatch(() => time)
  const pass = (milliseconds: number): void => { time += milliseconds }
  clock.time('link', () => {
    pass(1)
    clock.time('parse', () => pass(20))
    pass(300)
    expect(() => clock.time('parse', () => { pass(4000); throw new Error('no') })).toThrow('no')
    pass(50_000)
  })
  pass(600_000)
  expect([...clock.spent]).toEqual([['link', 50_301], ['parse', 4020]])
})

test.each([
  [null, '12 files'],
  [{ kind: 'report' } as const, '12 files; nothing that matters has changed, so the last report stands'],
  [{ kind: 'facts', files: 11, of: 12 } as const, '12 files; of 11 their facts were at hand'],
])('what was at hand: %j', (reused, expected) => {
  const report = { ...clean, stats: { ...clean.stats, files: 12 } }
  expect(timingsText(new Map([['parse', 70.4]]), 100, report, reused)).toBe(
    `Where the time went\n  starting, and the rest         30 ms\n  reading and parsing files      70 ms\n  in all                        100 ms\n  ${expected}\n`,
  )
})

test('--timings goes to stderr, the report to stdout', async () => {
  const [plain, timed] = [await cli([]), await cli(['--timings'])]
  expect(timed.out).toBe(plain.out)
  expect(timed.err).toContain('Where the time went')
})
