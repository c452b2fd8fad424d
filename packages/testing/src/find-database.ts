/** Which database can be had here? Asked in this order: MONGODB_URI, mongod, mongodb-memory-server-core's, FerretDB. */
import { findExecutable } from './executables.ts'
import { findFerretDb } from './ferretdb.ts'
import { type Found, type NotFound, notFound, type Say, searchOnce } from './found.ts'
import { findMemoryServer } from './memory-server.ts'
import { isUri, withoutSecrets } from './uri.ts'

export type DatabaseSource =
  /** Somebody else's server: not started, stopped or emptied by us. */
  | { kind: 'uri'; uri: string; description: string }
  | { kind: 'mongod' | 'ferretdb'; path: string; description: string }

export const findDatabase = searchOnce('Database', choose)

async function choose(say: Say): Promise<Found<DatabaseSource> | NotFound> {
  const uri = process.env.MONGODB_URI
  if (uri && isUri(uri)) return { found: true, value: { kind: 'uri', uri, description: `MONGODB_URI (${withoutSecrets(uri)})` } }
  const noAddress = 'an address begins with mongodb:// or mongodb+srv://'
  if (uri) say(`MONGODB_URI is passed over: ${noAddress}`)

  const onPath = findExecutable(['mongod'])
  if (onPath) return { found: true, value: { kind: 'mongod', path: onPath, description: `mongod on PATH (${onPath})` } }

  const memory = await findMemoryServer(say)
  if ('path' in memory) return { found: true, value: { kind: 'mongod', path: memory.path, description: 'mongod of mongodb-memory-server-core' } }

  const ferret = findFerretDb(say)
  if ('path' in ferret) return { found: true, value: { kind: 'ferretdb', path: ferret.path, description: 'FerretDB 1.24 on SQLite (MongoDB wire protocol)' } }

  const tried = [`MONGODB_URI: ${uri ? noAddress : 'not set'}`, 'mongod: not on PATH', `mongodb-memory-server-core: ${memory.why}`, `FerretDB 1.24: ${ferret.why}`]
  return notFound('No database found. Set MONGODB_URI, or install mongod or Go.', tried)
}
