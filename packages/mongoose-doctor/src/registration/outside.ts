/** Calls that come from outside of the program: a framework's, or a try of what a function defines. */
import { Activation } from './activation.ts'
import type { Interpreter } from './interpreter.ts'

/**
 * Interprets `work` at a point that is in the scope of a file and in none of its functions.
 * @returns the point, with all that was found from it; null for a file without a body
 */
export function fromOutside(interpreter: Interpreter, file: string, work: (at: Activation) => void): Activation | null {
  const body = interpreter.graph.body(file)
  const record = interpreter.modules.evaluate(file)
  if (body === null || record === null) return null
  const at = new Activation(interpreter, body, record.frame, { self: null, home: null, async: true, isModule: false, depth: 0 })
  interpreter.guarded(at, () => work(at))
  return at
}
