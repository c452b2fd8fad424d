/** How V8 runs this program. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { Clock, TimedOptions } from '../kernel/clock.ts'
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

/** In bytes; later versions take more memory for themselves. */
const YOUNG_ENOUGH = Number.parseInt(process.versions.node, 10) < 22 ? 16_000_000 : 8_000_000
/** Pieces of work between two looks at it. */
const OFTEN = 50

/**
 * The options of a run that holds its heap down where the project is large. By itself V8 lets a heap double, and more, before it collects garbage, and the young objects
 * alone take 32 MB, or 128 with Node 24. So it is made to grow by a quarter, and the room for young objects, which doubles with what survives, is held where it is big enough.
 */
export function sparing(clock: Clock): Required<Pick<TimedOptions, 'clock' | 'reading'>> {
  let large = false
  let done = 0
  return {
    reading(files) {
      large = isLarge(files)
      if (large) setFlagsFromString('--heap-growing-percent=25')
    },
    clock: {
      time(what, run) {
        if (large && ++done % OFTEN === 0) holdYoung()
        return clock.time(what, run)
      },
    },
  }
}

function holdYoung(): void {
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')
  if (young !== undefined && young.space_size >= YOUNG_ENOUGH) setFlagsFromString('--semi-space-growth-factor=1')
}
