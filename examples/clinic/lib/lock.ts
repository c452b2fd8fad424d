/** One at a time, over all processes: a document that only one of them can make. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import mongoose from 'mongoose'
import Lock from '@/models/Lock'
import { isDuplicate } from './duplicate'

/** The lock of a process that died is open to others after this. */
const LEASE = 10_000
const PATIENCE = 3000

/** @returns what `work` gives, or null if the lock was not free in time */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  const holder = randomUUID()
  const until = Date.now() + PATIENCE
  while (!(await take(name, holder))) {
    if (Date.now() > until) return null
    await setTimeout(20 + Math.random() * 30)
  }
  try {
    return await work()
  } finally {
    await Lock.deleteOne({ _id: name, holder })
  }
}

async function take(_id: string, holder: string): Promise<boolean> {
  const now = Date.now()
  try {
    // Matches a lock whose lease is over. Without one it inserts, and that fails if somebody holds the lock.
    await Lock.findOneAndUpdate(
      { _id, expiresAt: mongoose.trusted({ $lt: new Date(now) }) },
      { $set: { holder, expiresAt: new Date(now + LEASE) } },
      { upsert: true },
    )
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}
