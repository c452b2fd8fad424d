/** The program `mongoose-doctor`. */
import { loadEngine } from './engine.ts'
import { run } from './run.ts'
import { processTerminal } from './terminal.ts'
import { compileLess } from './tuning.ts'
import { watchDirectory } from './watch.ts'

compileLess()

// Not process.exit: a report that is still being written to a pipe would be cut.
process.exitCode = await run(process.argv.slice(2), { terminal: processTerminal(), loadEngine, watch: watchDirectory })
