import peer, { type ConnectOptions, type Mongoose } from 'mongoose'
import { shared } from './state.ts'

export interface ConnectOnceOptions extends ConnectOptions {
  /** The copy of Mongoose to connect; the one that this package imports unless given. */
  mongoose?: Mongoose
}

interface Attempt {
  connected: Promise<Mongoose>
  settled: boolean
}

const DISCONNECTING = 3

/**
 * Connects Mongoose's default connection, once per process, copy of Mongoose and URI.
 *
 * Concurrent callers share one attempt, and so does code that a hot reload evaluates again. An attempt that failed is forgotten: the next call tries
 * anew. So is a connection that was closed. One that is lost is kept, because the driver restores it by itself.
 *
 * @param uri the connection string
 * @param options Mongoose's; those of the call that starts the attempt count
 * @returns the connected Mongoose
 * @throws (rejects with) what `mongoose.connect` does, for instance if the default connection is open to another URI
 */
export function connect(uri: string, options: ConnectOnceOptions = {}): Promise<Mongoose> {
  const { mongoose = peer, ...rest } = options
  const all = shared('connections', () => new WeakMap<Mongoose, Map<string, Attempt>>())
  const attempts = all.get(mongoose) ?? new Map<string, Attempt>()
  all.set(mongoose, attempts)

  const known = attempts.get(uri)
  // One that is being closed is of no use to anyone who asks now.
  if (known && !(known.settled && mongoose.connection.readyState === DISCONNECTING)) return known.connected

  const attempt: Attempt = { connected: open(mongoose, uri, rest), settled: false }
  const forget = () => {
    if (attempts.get(uri) === attempt) attempts.delete(uri)
  }
  attempts.set(uri, attempt)
  attempt.connected.then(() => {
    attempt.settled = true
    mongoose.connection.once('close', forget)
  }, forget)
  return attempt.connected
}

async function open(mongoose: Mongoose, uri: string, options: ConnectOptions): Promise<Mongoose> {
  const { connection } = mongoose
  if (connection.readyState === DISCONNECTING) await new Promise((resolve) => connection.once('close', resolve))
  return mongoose.connect(uri, options)
}
