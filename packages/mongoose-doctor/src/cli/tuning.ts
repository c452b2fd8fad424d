/** How V8 runs this program. Imported first: what is loaded later is compiled under it. */
import { setFlagsFromString } from 'node:v8'

// Optimising compilers pay off in programs that run for minutes. An examination is over in one or two seconds, and by default a fifth of
// its CPU time is spent on optimising what then hardly runs (docs/performance.md): only what is really hot is worth it.
setFlagsFromString('--interrupt-budget=1000000')
