/** Starts the database that was found, on a free port of 127.0.0.1 and an empty directory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseSource, findDatabase } from './find-database.ts'
import { type Say, sayOnStderr } from './found.ts'
import { freePort } from './ports.ts'
import { type ChildServer, type ServerCommand, startServer } from './server-process.ts'
import { withName } from './uri.ts'

export interface Database {
  description: string
  /** An address with a database name of its own, so that tests don't meet in one. */
  uri(name?: string): string
  /** Null for MONGODB_URI: that server is not ours to stop. `start` brings back the same data at the same address. */
  power: { stop(): Promise<void>; start(): Promise<void> } | null
  /** For good: the server and its files are gone afterwards. */
  close(): Promise<void>
}

export interface StartOptions {
  say?: Say
  /** Where its data are; a temporary directory unless given. */
  directory?: string
  /** What was found already, perhaps by another process; searched for unless given. */
  source?: DatabaseSource
}

/** @throws with what was tried, if there is no database */
export async function startDatabase({ say = sayOnStderr, directory, source: found }: StartOptions = {}): Promise<Database> {
  const source = found ?? (await search(say))
  if (source.kind === 'uri') {
    return { description: source.description, uri: (name) => withName(source.uri, name), power: null, close: async () => {} }
  }

  const port = await freePort()
  const data = directory ?? mkdtempSync(join(tmpdir(), 'mongoose-doctor-database-'))
  const clean = () => {
    if (directory === undefined) rmSync(data, { recursive: true, force: true })
  }
  process.once('exit', clean)
  let server: ChildServer | null = null
  const power = {
    async start() {
      server ??= await startServer(command(source, port, data))
    },
    async stop() {
      await server?.stop()
      server = null
    },
  }
  const close = async () => {
    await power.stop()
    clean()
    process.off('exit', clean)
  }
  try {
    await power.start()
  } catch (error) {
    await close()
    throw error
  }
  return { description: source.description, uri: (name) => withName(`mongodb://127.0.0.1:${port}/`, name), power, close }
}

async function search(say: Say): Promise<DatabaseSource> {
  const outcome = await findDatabase(say)
  if (!outcome.found) throw new Error(outcome.message)
  return outcome.value
}

function command(source: DatabaseSource & { path: string }, port: number, data: string): ServerCommand {
  return source.kind === 'ferretdb'
    ? { name: 'FerretDB', command: source.path, args: ['-listen', `127.0.0.1:${port}`, '-data', data], ready: /^ready /m, endsWithInput: true }
    : { name: 'mongod', command: source.path, args: ['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1'], ready: /waiting for connections/i }
}
