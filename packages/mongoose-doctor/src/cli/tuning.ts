/** How V8 runs this program. */
import { setFlagsFromString } from 'node:v8'

/**
 * To be called before the engine is loaded. Optimising compilers pay off in programs that run for minutes; an examination is over in a second,
 * and by default a fifth of its CPU time goes into optimising what then hardly runs (docs/performance.md). Only what is really hot is worth it.
 */
export function compileLess(): void {
  setFlagsFromString('--interrupt-budget=1000000')
}
