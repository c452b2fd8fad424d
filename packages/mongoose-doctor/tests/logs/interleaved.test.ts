/** Processes that write at the same time: their prefixes keep their traces apart. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../fuzz/settings.ts'
import { eventsIn, prefixed, trace } from './read.ts'

const prefixes: readonly ((process: number) => string)[] = [
  (process) => `web-${process}  | `,
  (process) => `${process}|app  | `,
  (process) => `[pod/web-5d9c7b8f6d-x2x4${process}/web] `,
  (process) => `Mar  1 02:11:09 host node[${process}]: `,
  (process) => `2026-03-01T02:11:09.123Z app[web.${process}]: `,
]
const models = ['Role', 'User', 'Invoice']
const routes = ['login', 'users', 'orders']

/** One process: the form of its prefix, and its errors with what it writes between them. */
const oneProcess = fc.record({
  form: fc.integer({ min: 0, max: prefixes.length - 1 }),
  errors: fc.array(fc.record({ model: fc.constantFrom(...models), route: fc.constantFrom(...routes), then: fc.constantFrom('GET / 200', 'TypeError: x\n    at y (/app/lib/y.js:1:1)', '{"level":30,"msg":"ok"}') }), { maxLength: 4 }),
})

test('line by line, in any order', () => {
  fc.assert(
    fc.property(fc.array(oneProcess, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (processes, choices) => {
      const expected: string[] = []
      const queues = processes.map(({ form, errors }, index) => {
        for (const { model, route } of errors) expected.push(`${model} app/api/${route}/route`)
        const text = errors.map(({ model, route, then }) => `${trace(`/app/.next/server/app/api/${route}/route.js`, model)}\n${then}`).join('\n')
        return text === '' ? [] : prefixed(prefixes[form]?.(index) ?? '', text).split('\n')
      })
      const lines: string[] = []
      for (let left = queues.filter((queue) => queue.length > 0); left.length > 0; left = left.filter((queue) => queue.length > 0)) {
        lines.push(left[(choices.next().value ?? 0) % left.length]?.shift() ?? '')
      }
      const found = eventsIn(lines.join('\n')).map(({ model, paths }) => `${model} ${paths.join(' ')}`)
      expect(found.toSorted()).toEqual(expected.toSorted())
    }),
    runs(200),
  )
})
