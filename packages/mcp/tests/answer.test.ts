/** What can't be done is an answer too: the server goes on. */
import { UsageError, version } from 'mongoose-doctor'
import { expect, test, vi } from 'vitest'
import { answered } from '../src/answer.ts'

const { signal } = new AbortController()

test('a fault is told as one, and logged with its place', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const answer = await answered(signal, () => Promise.reject(new TypeError('x\u202e is no function')))
  const logged = String(log.mock.calls[0]?.[0])
  log.mockRestore()
  expect(answer).toEqual({ isError: true, content: [{ type: 'text', text: `mongoose-doctor ${version} failed; this is a fault of its own, please report it: x\\u202e is no function` }] })
  expect(logged).toMatch(/^TypeError: .*\n {4}at /)
})

test('wrong use is a sentence, with lines below it', async () => {
  expect(await answered(signal, () => Promise.reject(new UsageError('Not so.', { details: ['a\nb'] })))).toEqual({ isError: true, content: [{ type: 'text', text: 'Not so.\na\\nb' }] })
})

test('of what was cancelled nothing is logged', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(await answered(AbortSignal.abort('no longer wanted'), () => Promise.reject(new Error('x')))).toMatchObject({ isError: true })
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})

test('data keeps its shape', async () => {
  expect(await answered(signal, () => Promise.resolve({ text: 'text', data: { a: [1, null, 'x\u001b', { b: true, c: 'one\ntwo' }], d: undefined } }))).toEqual({
    content: [{ type: 'text', text: 'text' }], structuredContent: { a: [1, null, 'x\\x1b', { b: true, c: 'one\ntwo' }], d: undefined },
  })
})
