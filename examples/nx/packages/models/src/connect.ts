import mongoose from 'mongoose'

let connection: Promise<typeof mongoose> | undefined

/** One connection for the process. A failed attempt is not kept. */
export function connect(): Promise<typeof mongoose> {
  connection ??= mongoose.connect(process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/library').catch((error: unknown) => {
    connection = undefined
    throw error
  })
  return connection
}
