/** What does each remedy cost the first login of a cold process? Prints a table for docs/remedies.md. */
import { randomBytes } from 'node:crypto'
import { startDatabase } from '@mongoose-doctor/testing'
import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import { seedRoles } from '../scripts/seed.mjs'
import { installRuntime } from '../tests/story/support/copy.ts'
import { copyWithLateImport } from '../tests/story/support/disease.ts'
import { fix, type Strategy } from '../tests/story/support/doctor.ts'
import { build } from '../tests/story/support/production.ts'
import { serve } from '../tests/support/clinic.ts'
import { addPerson, type Person } from '../tests/support/people.ts'
import { hiddenFields, Visitor } from '../tests/support/visitor.ts'

const STRATEGIES: readonly Strategy[] = ['import', 'registry', 'lazy', 'ensure']
const ROUNDS = Number(process.env.ROUNDS ?? 15)
const COLUMNS = ['ready', 'page', 'first', 'second'] as const
type Times = Record<(typeof COLUMNS)[number], number>

test('the first login of a cold process, for each strategy', async () => {
  const copies = new Map<Strategy, string>()
  for (const strategy of STRATEGIES) {
    const copy = copyWithLateImport()
    installRuntime(copy)
    const { code, output } = await fix(copy, strategy)
    expect(code, output).toBe(0)
    await build(copy)
    copies.set(strategy, copy)
  }
  const database = await startDatabase({ say: () => {} })
  const uri = database.uri()
  const connection = await mongoose.createConnection(uri).asPromise()
  try {
    await seedRoles(connection)
    const times = new Map<Strategy, Times[]>(STRATEGIES.map((strategy) => [strategy, []]))
    for (let round = 0; round <= ROUNDS; round++) {
      // In turns, so that whatever else the machine does meets all of them.
      for (const [strategy, copy] of copies) {
        // A cheap password: what is compared is the rest.
        const taken = await coldLogin(copy, uri, await addPerson(connection, 'doctor', { cost: 4 }))
        // The first round warms the disk's cache.
        if (round > 0) times.get(strategy)?.push(taken)
      }
    }
    console.log(table(times))
  } finally {
    await connection.dropDatabase()
    await connection.close()
    await database.close()
  }
}, 3_600_000)

async function coldLogin(directory: string, uri: string, person: Person): Promise<Times> {
  const start = performance.now()
  const { url, server } = await serve(uri, randomBytes(48).toString('base64url'), {}, directory)
  const ready = performance.now() - start
  try {
    const login = async () => {
      const visitor = new Visitor(url)
      const [page, { html }] = await timed(() => visitor.get('/login'))
      const [post, answer] = await timed(() => visitor.post('/login', { ...hiddenFields(html), email: person.email, password: person.password }))
      expect(answer.location, answer.alert ?? server.output()).toBe('/dashboard')
      return { page, post }
    }
    const first = await login()
    const second = await login()
    return { ready, page: first.page, first: first.post, second: second.post }
  } finally {
    await server.stop()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const value = await work()
  return [performance.now() - start, value]
}

function table(times: ReadonlyMap<Strategy, readonly Times[]>): string {
  const cell = (values: readonly number[]): string => {
    const sorted = values.toSorted((a, b) => a - b)
    const at = (share: number): string => String(Math.round(sorted[Math.round((sorted.length - 1) * share)] ?? NaN))
    return `${at(0.5)} (${at(0.25)}–${at(0.75)})`
  }
  const rows = [...times].map(([strategy, all]) => `| \`${strategy}\` | ${COLUMNS.map((column) => cell(all.map((one) => one[column]))).join(' | ')} |`)
  return ['| strategy | process ready | login page | first login | second login |', '|---|---|---|---|---|', ...rows, '', `Milliseconds: median of ${ROUNDS} cold starts (quartiles). Node ${process.version}.`].join('\n')
}
