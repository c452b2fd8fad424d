import type { Progress } from '../kernel/report.ts'
import { escapeText } from '../reporters/escape.ts'
import type { Terminal } from './terminal.ts'

const patience = 1000
const pause = 100

/** A line on stderr that is rewritten, on a terminal and only when the run takes over a second. */
export function progressLine(terminal: Terminal): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  const started = terminal.now()
  let last = started
  let shown = false
  return {
    show: ({ done, total, what }) => {
      if (!terminal.stderr.isTTY) return
      const now = terminal.now()
      if (now - started < patience || (shown && now - last < pause)) return
      last = now
      shown = true
      terminal.err(`\r\x1b[K${escapeText(what)} ${done}/${total}`.slice(0, 4 + (terminal.stderr.columns ?? 80) - 1))
    },
    clear: () => {
      if (shown) terminal.err('\r\x1b[K')
      shown = false
    },
  }
}
