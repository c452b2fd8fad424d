/** How V8 runs this program. */
import { setFlagsFromString } from 'node:v8'

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
