/** The tries that the clinic counts, made older in the database than they are: nobody waits for a quarter of an hour. */
import { randomUUID } from 'node:crypto'
import type mongoose from 'mongoose'
import { digest } from '../../lib/digest.ts'

const MINUTE = 60_000

interface Try {
  id: string
  at: Date
}
type Kind = 'account' | 'address'

/** As if there had been tries so many minutes ago. */
export async function keepTries(connection: mongoose.Connection, kind: Kind, subject: string, minutesAgo: number[]): Promise<void> {
  const now = Date.now()
  const tries = minutesAgo.map((minutes): Try => ({ id: randomUUID(), at: new Date(now - minutes * MINUTE) }))
  await attempts(connection).insertOne({ _id: counter(kind, subject), tries, expiresAt: new Date(now + 15 * MINUTE) })
}

/** As if so many minutes more had gone by since. */
export async function ageTries(connection: mongoose.Connection, kind: Kind, subject: string, minutes: number): Promise<void> {
  const tries = (await triesOf(connection, kind, subject)).map(({ id, at }): Try => ({ id, at: new Date(at.getTime() - minutes * MINUTE) }))
  await attempts(connection).updateOne({ _id: counter(kind, subject) }, { $set: { tries } })
}

export async function triesOf(connection: mongoose.Connection, kind: Kind, subject: string): Promise<Try[]> {
  return (await attempts(connection).findOne({ _id: counter(kind, subject) }))?.tries ?? []
}

export async function keptUntil(connection: mongoose.Connection, kind: Kind, subject: string): Promise<Date | undefined> {
  return (await attempts(connection).findOne({ _id: counter(kind, subject) }))?.expiresAt
}

function counter(kind: Kind, subject: string): string {
  return `${kind}:${digest(subject)}`
}

function attempts(connection: mongoose.Connection) {
  return connection.collection<{ _id: string; tries: Try[]; expiresAt: Date }>('attempts')
}
