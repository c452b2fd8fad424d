/**
 * Evaluates one entry of a build and tells which models are registered then. This is the only place where code of the examined project runs.
 *
 * It is started by `run.ts` with Node's permission model on: it may read the build and node_modules, and write, start and load nothing. The
 * permission model knows no network before Node 25, so what opens one is taken away here, before anything of the project is loaded. That stops
 * programs that connect when they start; it is no prison for code that wants out.
 *
 * Plain JavaScript: Node runs it as it is. `process.argv[2]` is a Job of run.ts, the answer a line of stdout behind the job's mark.
 */
/* oxlint-disable no-await-in-loop, no-underscore-dangle -- one after the other, as a server would; the name is of Next.js */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const job = JSON.parse(process.argv[2] ?? '{}')
const require = createRequire(pathToFileURL(job.mongoose))

/** Written like this it is not lost when the process is ended at once. */
const answer = (result) => process.stdout.write(`\n${job.mark}${JSON.stringify(result)}\n`, () => process.reallyExit(0))

function closeNetwork() {
  const refuse = () => { throw new Error('there is no network in mongoose-doctor verify --run') }
  const [net, tls, dgram, dns, http, https, http2] = ['net', 'tls', 'dgram', 'dns', 'http', 'https', 'http2'].map((name) => require(`node:${name}`))
  net.Socket.prototype.connect = refuse
  net.Server.prototype.listen = function listen() { return this }
  for (const [module, names] of [
    [net, ['connect', 'createConnection']], [tls, ['connect']], [dgram, ['createSocket']], [http, ['request', 'get']], [https, ['request', 'get']], [http2, ['connect']],
    [dns, ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveSrv', 'resolveTxt']], [dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveSrv', 'resolveTxt']],
  ]) for (const name of names) module[name] = refuse
  globalThis.fetch = async () => refuse()
  if (globalThis.WebSocket !== undefined) globalThis.WebSocket = function WebSocket() { refuse() }
}

/** Connecting succeeds at once, without a database. */
function closeMongoose(mongoose) {
  mongoose.Connection.prototype.openUri = async function openUri() { return this }
}

/** Next.js calls for these when it renders: the layouts, the page, what stands beside them. */
async function loadTree(tree) {
  const [, parallel, parts] = tree
  for (const part of Object.values(parts ?? {})) if (Array.isArray(part) && typeof part[0] === 'function') await part[0]()
  for (const child of Object.values(parallel ?? {})) await loadTree(child)
}

async function next() {
  const entry = await require(job.start.output)
  if (job.calls.length > 0) return callAll(entry)
  if (job.start.module !== null) return entry.__next_app__.require(job.start.module)
  // A handler's own module may be loaded late, and may await something.
  await entry.routeModule?.ensureUserland?.()
  await entry.routeModule?.waitUntilLoaded?.()
  const userland = entry.routeModule?.userland
  const own = await (typeof userland === 'function' ? userland() : userland)
  if (Array.isArray(own?.loaderTree)) await loadTree(own.loaderTree)
}

async function imports() {
  let last = {}
  for (const file of job.start.files) last = await import(pathToFileURL(file).href)
  await callAll(last)
}

async function callAll(module) {
  for (const name of job.calls) await module[name]?.()
}

/** What the permission model has refused: its message does not say it everywhere. */
function deniedIn(error) {
  return error?.code === 'ERR_ACCESS_DENIED' ? `: ${[error.permission, error.resource].filter((each) => typeof each === 'string' && each !== '').join(' ')}` : ''
}

try {
  closeNetwork()
  const mongoose = require(job.mongoose)
  closeMongoose(mongoose)
  process.on('unhandledRejection', () => {})
  process.on('uncaughtException', () => {})
  process.exit = (code) => answer({ error: `it ended the process with ${code}` })
  if (job.start.how === 'next') await next()
  else await imports()
  answer({ models: mongoose.modelNames() })
} catch (error) {
  answer({ error: `${String(error?.message ?? error).split('\n')[0]}${deniedIn(error)}`.slice(0, 300) })
}
