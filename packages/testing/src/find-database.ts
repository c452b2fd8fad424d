/** Which database can be had here? Asked in this order: MONGODB_URI, mongod, mongodb-memory-server-core's, FerretDB. */
import { findExecutable } from './executables.ts'
import { findFerretDb } from './ferretdb.ts'
import { type Found, type NotFound, type Say, sayOnStderr } from './found.ts'
import { findMemoryServer } from './memory-server.ts'

export type DatabaseSource =
  /** Somebody else's server: not started, stopped or emptied by us. */
  | { kind: 'uri'; uri: string; description: string }
  | { kind: 'mongod' | 'ferretdb'; path: string; description: string }

let search: Promise<Found<DatabaseSource> | NotFound> | null = null

/** Searches once per process, and says what it chose. */
export function findDatabase(say: Say = sayOnStderr): Promise<Found<DatabaseSource> | NotFound> {
  search ??= choose(say).then((outcome) => {
    say(outcome.found ? `Database: ${outcome.value.description}` : outcome.message)
    return outcome
  })
  return search
}

async function choose(say: Say): Promise<Found<DatabaseSource> | NotFound> {
  const uri = process.env.MONGODB_URI
  if (uri) return { found: true, value: { kind: 'uri', uri, description: `MONGODB_URI (${withoutPassword(uri)})` } }

  const onPath = findExecutable(['mongod'])
  if (onPath) return { found: true, value: { kind: 'mongod', path: onPath, description: `mongod on PATH (${onPath})` } }

  const memory = await findMemoryServer(say)
  if ('path' in memory) return { found: true, value: { kind: 'mongod', path: memory.path, description: 'mongod of mongodb-memory-server-core' } }

  const ferret = findFerretDb(say)
  if ('path' in ferret) return { found: true, value: { kind: 'ferretdb', path: ferret.path, description: 'FerretDB 1.24 on SQLite (MongoDB wire protocol)' } }

  const tried = ['MONGODB_URI: not set', 'mongod: not on PATH', `mongodb-memory-server-core: ${memory.why}`, `FerretDB 1.24: ${ferret.why}`]
  return { found: false, tried, message: `No database found. Set MONGODB_URI, or install mongod or Go.\n${tried.map((line) => `  ${line}`).join('\n')}` }
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, '//…@')
}
