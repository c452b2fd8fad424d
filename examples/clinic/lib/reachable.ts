/** Is the database away? That is an answer of its own, for pages and forms alike, and not a fault of ours. */
import 'server-only'

export const UNREACHABLE = Symbol('the database cannot be reached')

const names = /^(Mongo(ose)?ServerSelection|MongoNetwork|MongoNetworkTimeout|MongoPoolCleared|MongoPoolClosed|MongoTopologyClosed|MongoNotConnected|MongoWaitQueueTimeout)Error$/

/** @returns what `work` gives, or UNREACHABLE; other errors pass through, and so do redirects */
export async function whileReachable<T>(work: () => Promise<T>): Promise<T | typeof UNREACHABLE> {
  try {
    return await work()
  } catch (error) {
    if (!isUnreachable(error)) throw error
    console.error(`database: ${error.name}: ${error.message}`)
    return UNREACHABLE
  }
}

function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && (names.test(error.name) || isUnreachable(error.cause))
}
