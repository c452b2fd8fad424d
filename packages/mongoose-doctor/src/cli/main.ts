/** The program `mongoose-doctor`. */
import { loadEngine } from './engine.ts'
import { run } from './run.ts'
import { serveEditor } from './serve.ts'
import { processTerminal } from './terminal.ts'
import { compileLess } from './tuning.ts'
import { watchDirectory } from './watch.ts'

// A language server does run for hours.
if (process.argv[2] !== 'lsp') compileLess()

// Not process.exit: a report that is still being written to a pipe would be cut.
process.exitCode = await run(process.argv.slice(2), { terminal: processTerminal(), loadEngine, watch: watchDirectory, serve: serveEditor })
