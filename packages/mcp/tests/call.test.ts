/** A request that was cancelled is not begun. */
import { expect, test } from 'vitest'
import { runOptions } from '../src/call.ts'

const sendNotification = (): Promise<void> => Promise.resolve()

test('one that is cancelled while it waits', async () => {
  const controller = new AbortController()
  const options = runOptions({ signal: controller.signal, sendNotification })
  controller.abort(new Error('gone'))
  await expect(options).rejects.toThrow('gone')
})

test('one that goes on is looked at between two steps', async () => {
  const { signal } = new AbortController()
  expect(await runOptions({ signal, sendNotification })).toEqual({ signal })
})

test('a client that can not be told how far it is gets its answer all the same', async () => {
  const { progress } = await runOptions({ signal: new AbortController().signal, sendNotification: () => Promise.reject(new Error('closed')), _meta: { progressToken: 1 } })
  expect(() => progress?.({ done: 0, total: 4, what: 'reading files' })).not.toThrow()
})
