/** How long the fuzzers look: a fixed number of examples in `npm test`, or as many as `npm run fuzz -- --minutes N` gives time for. */
import type { Parameters } from 'fast-check'

const minutes = Number(process.env['FUZZ_MINUTES'] ?? 0)

/** A failure prints its seed; `FUZZ_SEED` repeats it. */
const seed = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) }

export const runs = (count: number): Parameters<unknown> => minutes > 0
  ? { ...seed, numRuns: 1_000_000_000, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false }
  : { ...seed, numRuns: count }

export const timeout = 180_000 + minutes * 60_000
