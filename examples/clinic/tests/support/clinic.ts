/** A clinic of a test file's own: production build, its own process, its own database. */
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type ChildServer, type Database, freePort, startDatabase, startServer } from '@mongoose-doctor/testing'
import mongoose from 'mongoose'
import { seedRoles } from '../../scripts/seed.mjs'

export const directory = fileURLToPath(new URL('../../', import.meta.url))

export interface Clinic {
  url: string
  /** What its session cookies are signed with: tests forge with it and without it. */
  secret: string
  database: Database
  connection: mongoose.Connection
  /** One more process on the same database. */
  another(): Promise<string>
  log(): string
  close(): Promise<void>
}

/** `cwd` may be a changed copy of the clinic, built for production too. */
export async function openClinic(extra: NodeJS.ProcessEnv = {}, cwd = directory): Promise<Clinic> {
  const database = await startDatabase({ say: () => {} })
  const uri = database.uri()
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5000 }).asPromise()
  await seedRoles(connection)
  const secret = randomBytes(48).toString('base64url')
  const servers: ChildServer[] = []
  const another = async () => {
    const { url, server } = await serve(uri, secret, extra, cwd)
    servers.push(server)
    return url
  }
  return {
    url: await another(),
    secret,
    database,
    connection,
    another,
    log: () => servers.map((server) => server.output()).join('\n'),
    async close() {
      await Promise.all(servers.map((server) => server.stop()))
      await connection.dropDatabase()
      await connection.close()
      await database.close()
    },
  }
}

/** One trusted proxy, so that each test comes from an address of its own: `X-Forwarded-For`. */
export async function serve(uri: string, secret: string, extra: NodeJS.ProcessEnv = {}, cwd = directory): Promise<{ url: string; server: ChildServer }> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const { PATH, HOME, SystemRoot } = process.env
  const server = await startServer({
    name: 'The clinic',
    command: process.execPath,
    args: ['server.mjs'],
    cwd,
    env: { PATH, HOME, SystemRoot, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', PORT: port, MONGODB_URI: uri, CLINIC_URL: url, CLINIC_PROXIES: '1', SESSION_SECRET: secret, ...extra },
    ready: /^ready /m,
  })
  return { url, server }
}
