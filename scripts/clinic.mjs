/** `npm run clinic`: sets up everything, the database included, and serves the example application with somebody of each role in it. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildClinic, clinic, setUp, setUpClinic, testing } from './set-up.mjs'

setUp()
setUpClinic()
buildClinic()

const { findDatabase, freePort, startDatabase, startServer } = await import(pathToFileURL(join(testing, 'dist/index.mjs')).href)
const { seed } = await import(pathToFileURL(join(clinic, 'scripts/seed.mjs')).href)

// It prints what was tried when there is none.
const outcome = await findDatabase()
if (!outcome.found) process.exit(1)
const source = outcome.value
const database = await startDatabase({ source })
// With MONGODB_URI, the database is the one that it names.
const uri = source.kind === 'uri' ? source.uri : database.uri('clinic')
const people = await seed(uri)

const port = process.env.PORT ?? String(await freePort())
const url = `http://127.0.0.1:${port}`
const server = await startServer({
  name: 'The clinic',
  command: process.execPath,
  args: [join(clinic, 'server.mjs')],
  cwd: clinic,
  env: {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: port,
    MONGODB_URI: uri,
    CLINIC_URL: url,
    SESSION_SECRET: randomBytes(48).toString('base64url'),
    // There is no mail server: what would have been sent is at /outbox.
    CLINIC_OUTBOX: '1',
  },
  ready: /^ready /m,
})

const width = Math.max(...people.map(({ email }) => email.length))
process.stdout.write(`
The clinic is at ${url}  (Ctrl+C ends it)

Log in as
${people.map(({ email, password, role }) => `  ${email.padEnd(width)}  ${password}  ${role}`).join('\n')}
or sign up: the mail that confirms your address is at ${url}/outbox
`)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.stop()
    await database.close()
    process.exit(0)
  })
}
