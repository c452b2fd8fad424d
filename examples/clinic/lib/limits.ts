/** How often may this be tried? Counted in the database, so that it holds over any number of processes. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import Attempt, { type Try } from '@/models/Attempt'
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
  taken: { counter: string; own: Try }[]
}

/** @returns null when one of the limits is reached; then none of them has been used */
export async function takePermit(subjects: Partial<Record<keyof typeof LIMITS, string>>): Promise<Permit | null> {
  const permit: Permit = { taken: [] }
  for (const kind of ['account', 'address', 'signups'] as const) {
    const subject = subjects[kind]
    if (subject === undefined) continue
    const counter = `${kind}:${digest(subject)}`
    const own = await takeOne(counter, LIMITS[kind])
    if (!own) {
      await release(permit)
      return null
    }
    permit.taken.push({ counter, own })
  }
  return permit
}

export async function release({ taken }: Permit): Promise<void> {
  await Promise.all(taken.map(({ counter, own }) => remove(counter, [own])))
}

/** @returns the try that now counts, or null when there are `limit` in the window that ends now */
async function takeOne(_id: string, limit: number): Promise<Try | null> {
  const own: Try = { id: randomUUID(), at: new Date() }
  const isOver = ({ at }: Try) => at.getTime() <= own.at.getTime() - WINDOW
  // What is refused is not counted. Mostly it is seen here, and nothing is written, however many come.
  const before = (await Attempt.findById(_id).lean())?.tries ?? []
  if (before.filter((one) => !isOver(one)).length >= limit) return null

  // Many may have seen the same. Adding is one atomic command, so its order decides, and exactly `limit` fit between them.
  // Found by `_id` alone: on that MongoDB tries again when two make the document at once, and FerretDB need not read all of them.
  const expiresAt = new Date(own.at.getTime() + WINDOW)
  const { tries } = await Attempt.findOneAndUpdate({ _id }, { $push: { tries: own }, $max: { expiresAt } }, { upsert: true, returnDocument: 'after' }).lean()
  const fits = tries.filter((one) => !isOver(one)).findIndex(({ id }) => id === own.id) < limit
  const useless = tries.filter((one) => isOver(one) || (one.id === own.id && !fits))
  if (useless.length > 0) await remove(_id, useless)
  return fits ? own : null
}

/** By value: what is gone already is passed over, and what was added meanwhile stays. FerretDB's `$pull` knows no conditions. */
async function remove(_id: string, tries: Try[]): Promise<void> {
  await Attempt.updateOne({ _id }, { $pullAll: { tries } })
}
