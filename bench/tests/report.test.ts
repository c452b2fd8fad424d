import { expect, test } from 'vitest'
import { chart } from '../report/chart.ts'
import { between, section } from '../report/document.ts'
import { spread } from '../report/labels.ts'
import { table } from '../report/table.ts'
import type { Results, Row } from '../results.ts'
import { growthExponent, median } from '../statistics.ts'

test('the exponent of growth', () => {
  const at = (power: number) => [3000, 10_000, 30_000, 100_000].map((x) => ({ x, y: 0.002 * x ** power }))
  expect(growthExponent(at(1))).toBeCloseTo(1, 10)
  expect(growthExponent(at(1.7))).toBeCloseTo(1.7, 10)
  expect(growthExponent([{ x: 3000, y: 1 }])).toBeNull()
  expect(growthExponent([])).toBeNull()
})

test('the median', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('labels keep their order and do not cover each other', () => {
  const wanted = [100, 20, 101, 99, 190]
  const places = spread(wanted, 15, 10, 200)
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const sorted = order.map((index) => places[index] ?? 0)
  sorted.slice(1).forEach((place, index) => expect(place - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(15))
  expect(Math.max(...sorted)).toBeLessThanOrEqual(200)
})

test('the tables', () => {
  expect(table(results, 'cpu')).toBe(
    [
      '|  | 3,000 files, 13 MB | 30,000 files, 132 MB | owner/app, 400 files, 2.0 MB | growth |',
      '| --- | --- | --- | --- | --- |',
      '| mongoose-doctor, cold | 2.0 (1.0–3.0) | 20 (10–30) | 0.50 (0.25–0.75) | 1.00 |',
      '| slow | 100 (50–150) | ended after 300 s |  |  |',
    ].join('\n'),
  )
  expect(table(results, 'wall')).toContain('| mongoose-doctor, cold | 4.0 | 40 | 1.0 |')
  expect(table(results, 'peak')).toContain('| mongoose-doctor, cold | 200 MB | 2,000 MB | 50 MB |')
})

test('the picture has a line and a label for each tool that was run at two sizes, and the axes', () => {
  const svg = chart(results)
  expect(svg.match(/class="line"/g)).toHaveLength(1)
  expect(svg).toContain('>mongoose-doctor, cold · 1.00</text>')
  expect(svg).toContain('>30,000</text>')
  expect(svg).toContain('prefers-color-scheme:dark')
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
})

test('the documentation keeps what is around the results', () => {
  const page = 'before\n<!-- bench: written by `npm run bench -- report` -->\noutdated\n<!-- /bench -->\nafter\n'
  const written = between(page, section(results))
  expect(written).toMatch(/^before\n<!-- bench: [^]*<!-- \/bench -->\nafter\n$/)
  expect(written).not.toContain('outdated')
  expect(written).toContain('- slow 1.2.3: nothing in particular')
  expect(() => between('no comments', '')).toThrow('performance.md')
})

function row(tool: string, mode: string | null, cpu: number | null): Row {
  const runs = cpu === null ? [] : [0.5, 1, 1.5].map((factor) => ({ cpu: cpu * factor, wall: 2 * cpu * factor, peak: cpu * factor * 1e8 }))
  return { tool, mode, runs, without: cpu === null ? 'ended after 300 s' : null }
}

const results: Results = {
  at: '2026-01-02T03:04:05.000Z',
  machine: 'a machine',
  node: 'v20.20.2',
  tools: { 'mongoose-doctor': { version: '0.1.0', task: 'all of it' }, slow: { version: '1.2.3', task: 'nothing in particular' } },
  rounds: 3,
  limit: 300,
  inputs: [
    { name: 'made up, 3,000 files', commit: null, files: 3000, bytes: 13e6, findings: 6, rows: [row('mongoose-doctor', 'cold', 2), row('slow', null, 100)] },
    { name: 'made up, 30,000 files', commit: null, files: 30_000, bytes: 132e6, findings: 6, rows: [row('mongoose-doctor', 'cold', 20), row('slow', null, null)] },
    { name: 'owner/app', commit: 'abc', files: 400, bytes: 2e6, findings: 0, rows: [row('mongoose-doctor', 'cold', 0.5)] },
  ],
}
