import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Pipeline, Source } from './pipeline.ts'
import { TOKEN, TURBOREPO } from './remote-cache.ts'

interface Summary {
  tasks: { package: string; task: string; cache: { status: 'HIT' | 'MISS'; source?: 'LOCAL' | 'REMOTE' } }[]
}

export const turborepo: Pipeline = {
  example: 'turborepo',
  protocol: TURBOREPO,
  environment: (url) => ({ TURBO_API: url, TURBO_TOKEN: TOKEN, TURBO_TEAM: 'library', TURBO_TELEMETRY_DISABLED: '1' }),

  async facts(machine, env, folder) {
    const filter = folder === undefined ? [] : [`--filter=./${folder}/*`]
    const { code, output } = await machine.node('turbo/bin/turbo', ['run', 'facts', '--summarize', ...filter], env)
    if (code !== 0) throw new Error(`turbo run facts ended with code ${code}:\n${output}`)
    const runs = join(machine.directory, '.turbo/runs')
    const [file, ...more] = readdirSync(runs)
    if (file === undefined || more.length > 0) throw new Error(`One run left ${more.length + 1} summaries in ${runs}`)
    const { tasks } = JSON.parse(readFileSync(join(runs, file), 'utf8')) as Summary
    rmSync(runs, { recursive: true })
    return Object.fromEntries(tasks.map(({ package: name, cache }) => [name, sourceOf(cache)]))
  },

  doctor: (machine, env) => machine.script('doctor', env),
}

function sourceOf({ status, source }: Summary['tasks'][number]['cache']): Source {
  if (status === 'MISS') return 'extracted'
  return source === 'REMOTE' ? 'remote cache' : 'local cache'
}
