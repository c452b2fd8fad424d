/** A tree that is perhaps half of a fix is not examined. */
import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { InterruptedError } from './errors.ts'
import { journalAbove, journalPath } from './journal.ts'

/** For those who can put in order what is at `root`, but not above. @throws InterruptedError */
export function refuseInterruptedAbove(root: string): void {
  const above = journalAbove(root)
  if (above !== null) throw new InterruptedError(above)
}

/** For those who write nothing. @param root an examined directory @throws InterruptedError when a run was interrupted there, or above */
export function refuseInterrupted(root: string): void {
  // Who opens it says that it is gone.
  if (!existsSync(root)) return
  const real = realpathSync(root)
  // Whatever it is: `recover` says what is the matter with it.
  if (lstatSync(journalPath(real), { throwIfNoEntry: false }) !== undefined) throw new InterruptedError(real)
  refuseInterruptedAbove(real)
}
