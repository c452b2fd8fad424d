/** How V8 runs this program. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { isLarge } from '../kernel/large.ts'

/**
 * To be called before the engine is loaded. Optimising compilers pay off in programs that run for minutes; an examination is over in a second,
 * and by default a fifth of its CPU time goes into optimising what then hardly runs (docs/performance.md). Only what is really hot is worth it.
 * The flags have other names in other versions of V8, which complains of one that it does not know.
 */
export function compileLess(version = process.versions.node): void {
  for (const flag of flagsFor(Number.parseInt(version, 10))) setFlagsFromString(flag)
}

function flagsFor(major: number): readonly string[] {
  if (major < 22) return ['--interrupt-budget=1000000']
  return major <= 24 ? ['--invocation-count-for-turbofan=30000', '--invocation-count-for-maglev=2000'] : []
}

const YOUNG_ENOUGH = 8_000_000

/**
 * For a large project V8 collects garbage when its heap has grown by a fifth. By itself it lets it double, and more, and the young objects alone take 32 MB, or 128 with Node 24.
 * To be called again and again while the program grows: the room for young objects doubles with what survives of them, and is held where it is big enough.
 */
export function spareMemory(files: number): void {
  if (!isLarge(files)) return
  setFlagsFromString('--heap-growing-percent=20')
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')
  if (young !== undefined && young.space_size >= YOUNG_ENOUGH) setFlagsFromString('--semi-space-growth-factor=1')
}
