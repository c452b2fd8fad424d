/** One request while it is worked on. */
import { setImmediate } from 'node:timers/promises'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import type { RunOptions } from 'mongoose-doctor'

export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** What an examination is given, so that it tells the client how far it is, and is not begun for one who has gone. */
export async function runOptions({ signal, sendNotification, _meta }: Pick<Extra, 'signal' | 'sendNotification' | '_meta'>): Promise<RunOptions> {
  // An examination keeps the process busy: that the request was cancelled is heard before it, or between two of them.
  await setImmediate()
  signal.throwIfAborted()
  const token = _meta?.progressToken
  if (token === undefined) return { signal }
  let steps = 0
  return {
    signal,
    progress: ({ what }) => void sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress: ++steps, message: what } }).catch(() => undefined),
  }
}
