/** Draws that are the same on every machine: each file has a source of its own, seeded by the application's seed and the file's path. */
import { createHash } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface Random {
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Up to `count` different items, in the list's order. */
  some<T>(list: readonly T[], count: number): T[]
}

/** @param key what is drawn for, so that a larger application has the same files as a smaller one */
export function random(seed: number, key: string): Random {
  const generator = xoroshiro128plus(createHash('sha256').update(`${seed}:${key}`).digest().readInt32LE())
  const int = (from: number, to: number): number => uniformInt(generator, from, to)
  const pick = <T>(list: readonly T[]): T => {
    const item = list[int(0, list.length - 1)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
  const some = <T>(list: readonly T[], count: number): T[] => {
    const chosen = new Set<number>()
    while (chosen.size < Math.min(count, list.length)) chosen.add(int(0, list.length - 1))
    return list.filter((_, index) => chosen.has(index))
  }
  return { int, chance: (share) => int(1, 1000) <= share * 1000, pick, some }
}
