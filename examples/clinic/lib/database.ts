/** One connection per process, over hot reloads and parallel first requests. A failed attempt is not kept. */
import 'server-only'
import mongoose, { type Model } from 'mongoose'
import { getConfig } from './config'

// An object where a value belongs ({ $ne: null }) is compared as a value, wherever it may have come from.
mongoose.set('sanitizeFilter', true)

interface Shared {
  connection: Promise<typeof mongoose> | null
  indexed: WeakMap<object, Promise<void>>
}
const shared = globalThis as typeof globalThis & { clinicDatabase?: Shared }
const state = (shared.clinicDatabase ??= { connection: null, indexed: new WeakMap() })

/** Resolves when connected, and when the given models' indexes stand. */
export async function connectToDatabase(...needIndexes: Pick<Model<unknown>, 'createIndexes'>[]): Promise<void> {
  state.connection ??= mongoose
    .connect(getConfig().MONGODB_URI, {
      // A request says that the database is away, rather than wait for half a minute.
      serverSelectionTimeoutMS: 2000,
      connectTimeoutMS: 2000,
      socketTimeoutMS: 20_000,
      // A crowd waits here, for as long as it takes; in the database, an answer that takes too long is an error.
      maxPoolSize: 10,
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
    })
    .catch((error: unknown) => {
      state.connection = null
      throw error
    })
  await state.connection
  await Promise.all(needIndexes.map(ensureIndexes))
}

function ensureIndexes(model: Pick<Model<unknown>, 'createIndexes'>): Promise<void> {
  const standing = state.indexed.get(model)
  if (standing) return standing
  const attempt = model.createIndexes().catch((error: unknown) => {
    // Some servers cannot remove documents by themselves. What is over is never used, so they only grow.
    if (isNotImplemented(error)) return
    state.indexed.delete(model)
    throw error
  })
  state.indexed.set(model, attempt)
  return attempt
}

function isNotImplemented(error: unknown): boolean {
  return error instanceof Error && 'codeName' in error && error.codeName === 'NotImplemented'
}
