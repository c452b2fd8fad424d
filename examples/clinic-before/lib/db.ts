import mongoose from 'mongoose'

const uri = process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/clinic'

// Kept on globalThis, so that a hot reload does not open another connection. A failed attempt is not kept.
const cache = globalThis as typeof globalThis & { mongooseConnection?: Promise<typeof mongoose> }

export async function connectToDatabase() {
  cache.mongooseConnection ??= mongoose.connect(uri).catch((error: unknown) => {
    delete cache.mongooseConnection
    throw error
  })
  return cache.mongooseConnection
}
