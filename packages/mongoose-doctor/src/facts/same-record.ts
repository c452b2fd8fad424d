import { isDeepStrictEqual } from 'node:util'
import type { ModuleFacts } from './facts.ts'
import { wholeModule } from './packed-module.ts'

/**
 * Whether two records of one file say the same. Where things stand in the text does not matter, only their order does: for a file whose text nobody has
 * looked into, no place in it has been told.
 */
export function isSameRecord(a: ModuleFacts, b: ModuleFacts): boolean {
  // An error is told with its place.
  if (a.error !== null || b.error !== null) return isDeepStrictEqual({ ...a, length: 0 }, { ...b, length: 0 })
  return withoutPlaces(a) === withoutPlaces(b)
}

const PLACES: ReadonlySet<string> = new Set<keyof ModuleFacts | 'end' | 'specifierSpan'>(['length', 'end', 'specifierSpan'])

function withoutPlaces(facts: ModuleFacts): string {
  const starts = [...facts.imports, ...facts.exports, ...facts.dynamic].map(({ start }) => start).sort((one, other) => one - other)
  const order = new Map(starts.map((start, index) => [start, index]))
  return JSON.stringify(wholeModule(facts), (key, value: unknown) => (PLACES.has(key) ? undefined : key === 'start' && typeof value === 'number' ? order.get(value) : value))
}
