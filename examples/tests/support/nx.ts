import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { Pipeline, Source } from './pipeline.ts'
import { NX, TOKEN } from './remote-cache.ts'

/** What Nx keeps of its last run, beside its cache. */
interface LastRun {
  tasks: { projectName: string; target: string; cacheStatus: string }[]
}

const CACHE = '.nx/cache'
const SOURCES: Record<string, Source> = {
  'cache-miss': 'extracted',
  'remote-cache-hit': 'remote cache',
  'local-cache-hit': 'local cache',
}

export const nx: Pipeline = {
  example: 'nx',
  protocol: NX,
  environment: (url) => ({
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: TOKEN,
    NX_CACHE_DIRECTORY: CACHE,
    // Nothing is sent anywhere else, and neither processes nor files stay behind.
    NX_NO_CLOUD: 'true',
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false',
    NX_SKIP_NATIVE_FILE_CACHE: 'true',
  }),

  async facts(machine, env, folder) {
    const projects = folder === undefined ? [] : [`--projects=${folder}/*`]
    const { code, output } = await run(machine, ['run-many', '--target=facts', ...projects], env)
    if (code !== 0) throw new Error(`nx run-many ended with code ${code}:\n${output}`)
    const { tasks } = JSON.parse(readFileSync(join(machine.directory, CACHE, 'run.json'), 'utf8')) as LastRun
    return Object.fromEntries(tasks.map(({ projectName, cacheStatus }) => [projectName, sourceOf(cacheStatus)]))
  },

  doctor: (machine, env) => run(machine, ['doctor'], env),
}

function run(machine: Machine, args: readonly string[], env: Record<string, string>) {
  return machine.node('nx/dist/bin/nx.js', args, env)
}

function sourceOf(cacheStatus: string): Source {
  const source = SOURCES[cacheStatus]
  if (source === undefined) throw new Error(`Nx says ${cacheStatus} of a task, and these tests do not know what that means.`)
  return source
}
