/** How often may this be tried? Counted in the database, so that it holds over any number of processes. */
import 'server-only'
import Attempt from '@/models/Attempt'
import { digest } from './digest'

export const WINDOW_MINUTES = 15
const WINDOW = WINDOW_MINUTES * 60_000

const LIMITS = {
  /** Logins that fail, for one account: whether there is one or not. */
  account: 10,
  /** Logins that fail, from one address: many people may share it. */
  address: 100,
  signups: 30,
}

/** Given back with `release` when it turns out not to count. */
export interface Permit {
  counters: string[]
}

/** @returns null when one of the limits is reached; then none of them has been used */
export async function takePermit(subjects: Partial<Record<keyof typeof LIMITS, string>>): Promise<Permit | null> {
  const taken: Permit = { counters: [] }
  for (const kind of ['account', 'address', 'signups'] as const) {
    const subject = subjects[kind]
    if (subject === undefined) continue
    const counter = `${kind}:${digest(subject)}:${Math.floor(Date.now() / WINDOW)}`
    if (!(await countUp(counter, LIMITS[kind]))) {
      await release(taken)
      return null
    }
    taken.counters.push(counter)
  }
  return taken
}

export async function release({ counters }: Permit): Promise<void> {
  await Promise.all(counters.map((counter) => Attempt.updateOne({ _id: counter }, { $inc: { count: -1 } })))
}

/** Counting is one atomic command, so many at the same time get exactly `limit` between them. What is refused is not counted. */
async function countUp(_id: string, limit: number): Promise<boolean> {
  const expiresAt = new Date(Date.now() + WINDOW)
  const { count } = await Attempt.findOneAndUpdate({ _id }, { $inc: { count: 1 }, $setOnInsert: { expiresAt } }, { upsert: true, returnDocument: 'after' })
  if (count <= limit) return true
  await release({ counters: [_id] })
  return false
}
