/** Laws of the layout, for any graph. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrange } from '../../../src/reporters/picture/arrange.ts'
import { layered } from '../../../src/reporters/picture/layers.ts'
import { place, type Flow, type Point } from '../../../src/reporters/picture/place.ts'

const graph = fc.integer({ min: 2, max: 14 }).chain((count) => fc.record({
  sizes: fc.array(fc.record({ width: fc.integer({ min: 40, max: 260 }), height: fc.integer({ min: 20, max: 200 }) }), { minLength: count, maxLength: count }),
  lines: fc.array(fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1), start: fc.constant(18) }).filter(({ from, to }) => from !== to), { maxLength: 30 }),
}))

test('a line runs through one layer after the other, and circles are cut', () => {
  fc.assert(fc.property(graph, ({ sizes, lines }) => {
    const { layers, routes } = layered(sizes.length, lines)
    const layerOf = new Map(layers.flatMap((layer, index) => layer.map((node) => [node, index] as const)))
    routes.forEach((route, index) => {
      const steps = route.map((node) => layerOf.get(node) ?? -1)
      expect(steps).toEqual(steps.map((_, step) => (steps[0] ?? 0) + step))
      expect([route[0], route.at(-1)].toSorted()).toEqual([lines[index]?.from, lines[index]?.to].toSorted())
    })
    expect(layers.flat().filter((node) => node < sizes.length).toSorted((a, b) => a - b)).toEqual(sizes.map((_, node) => node))
  }))
})

test('what has no circle leads to the right', () => {
  fc.assert(fc.property(graph, ({ sizes, lines }) => {
    const forward = lines.map(({ from, to }) => ({ from: Math.min(from, to), to: Math.max(from, to) }))
    const { routes } = layered(sizes.length, forward)
    expect(routes.map((route) => [route[0], route.at(-1)])).toEqual(forward.map(({ from, to }) => [from, to]))
  }))
})

function overlaps(boxes: readonly Point[], sizes: readonly { readonly width: number; readonly height: number }[]): number {
  const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b, j) => [a, sizes[i], b, sizes[i + 1 + j]] as const))
  return pairs.filter(([a, as, b, bs]) => as !== undefined && bs !== undefined && a.x < b.x + bs.width && b.x < a.x + as.width && a.y < b.y + bs.height && b.y < a.y + as.height).length
}

describe.each<[string, Flow | null]>([['to the right', 'right'], ['downwards', 'down'], ['in groups', null]])('%s', (_name, flow) => {
  test('no box lies on another, and all lies within the size that is told', () => {
    fc.assert(fc.property(graph, ({ sizes, lines }) => {
      const placed = flow === null ? arrange(sizes, lines) : place(sizes, lines, flow)
      expect(overlaps(placed.boxes, sizes)).toBe(0)
      const points = [...placed.boxes.map((box, i) => ({ x: box.x + (sizes[i]?.width ?? 0), y: box.y + (sizes[i]?.height ?? 0) })), ...placed.boxes, ...placed.lines.flatMap((line) => line.points)]
      expect(points.filter(({ x, y }) => !(x >= 0 && y >= 0 && x <= placed.width && y <= placed.height))).toEqual([])
      expect(placed.lines.every(({ points: all }) => all.length >= 2)).toBe(true)
    }))
  })
})

test('boxes without a line stand in columns below the others, as wide as a page', () => {
  const sizes = Array.from({ length: 40 }, () => ({ width: 200, height: 50 }))
  const { boxes, width } = arrange(sizes, [{ from: 0, to: 1, start: 18 }])
  expect(width).toBeLessThanOrEqual(1340)
  expect(Math.min(...boxes.slice(2).map(({ y }) => y))).toBeGreaterThan(Math.max(...boxes.slice(0, 2).map(({ y }) => y)))
})

test('two hundred models with a thousand refs do not lie on each other', () => {
  const sizes = Array.from({ length: 200 }, () => ({ width: 200, height: 120 }))
  const lines = Array.from({ length: 1000 }, (_, i) => ({ from: (i * 7) % 200, to: (i * 13 + 5) % 200, start: 18 })).filter(({ from, to }) => from !== to)
  expect(overlaps(arrange(sizes, lines).boxes, sizes)).toBe(0)
})
