/** Event emitters: what listens to an event of that name may run when one is emitted. */
import { callablesIn, type Value } from '../models/value.ts'
import type { Site } from '../kernel/place.ts'
import type { Activation } from './activation.ts'
import { textOf } from './files/values.ts'
import { callPerhaps, closesFor } from './later.ts'
import { newCollector } from './summary.ts'

/** Of a response or a stream: each request comes to them. */
const OF_AN_ANSWER: ReadonlySet<string> = new Set(['finish', 'close', 'end', 'prefinish'])
const LISTEN: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'])

/** The call of a method of something that is not looked into. Whose event it is can't be told, so nothing that listeners need is held against anybody. */
export function noteEvent(at: Activation, receiver: Value, name: string, args: readonly Value[], site: Site): void {
  const isListening = LISTEN.has(name)
  if (!isListening && name !== 'emit') return
  const { listeners } = at.interpreter
  const event = textOf(at, args[0])
  if (event === null) return
  if (isListening && receiver.kind !== 'global' && OF_AN_ANSWER.has(event)) for (const listener of args.slice(1)) closesFor(at, listener, site)
  if (isListening) {
    listeners.set(event, [...listeners.get(event) ?? [], ...args.slice(1).flatMap(callablesIn)])
    return
  }
  const { out } = at
  at.out = newCollector()
  for (const listener of listeners.get(event) ?? []) callPerhaps(at, listener, [], site)
  at.out = out
}
