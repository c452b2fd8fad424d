import { describe, expect, test } from 'vitest'
import type { App, Project } from '../../../../src/project/project.ts'
import { projectIn } from '../../../helpers/project.ts'
import { runsOf } from '../../../../src/project/scripts.ts'
import { withTree } from '../../../helpers/tree.ts'

test.each<[string, string[]]>([
  ['node server.js', ['server.js']],
  ['NODE_ENV=production node server', ['server']],
  ['node --max-old-space-size=4096 --env-file .env src/x.ts', ['src/x.ts']],
  ['node -r dotenv/config ./x.js', ['./x.js']],
  ['node --import tsx --watch src/x.ts', ['src/x.ts']],
  ['node --loader ts-node/esm x.ts', ['x.ts']],
  ['nodemon', []],
  ['nodemon --watch src --ext ts,json --exec ts-node src/index.ts', ['src/index.ts']],
  ['nodemon --watch "src/**/*.ts" --exec "ts-node -r tsconfig-paths/register" src/index.ts', ['src/index.ts']],
  ['nodemon --exec "tsx src/x.ts"', ['src/x.ts']],
  ['tsx watch src/x.ts', ['src/x.ts']],
  ['npx -y tsx scripts/seed.ts --force', ['scripts/seed.ts']],
  ['pnpm exec tsx scripts/seed.ts', ['scripts/seed.ts']],
  ['./node_modules/.bin/ts-node -P tsconfig.server.json x.ts', ['x.ts']],
  ['ts-node-dev --respawn --transpile-only x.ts', ['x.ts']],
  ['bun run x.ts', ['x.ts']],
  ['bun --watch x.ts', ['x.ts']],
  ['babel-node x.js', ['x.js']],
  ['pm2 start x.js --name api -i max', ['x.js']],
  ['cross-env A=b B="c d" node x.js', ['x.js']],
  ['dotenv -e .env.local -- tsx x.ts', ['x.ts']],
  ['npm run build && node a.js; node b.js | pino-pretty', ['a.js', 'b.js']],
  ['concurrently --kill-others "npm run x" "node a.js" \'nodemon b.js\'', ['a.js', 'b.js']],
  ["sh -c 'cd api && node a.js'", ['a.js']],
  ['node x.js > log.txt 2>&1 &', ['x.js']],
  ['node src\\\\x.js', ['src/x.js']],
  ['esbuild src/x.ts --platform node --outfile=dist/x.js', []],
  ['next dev', []],
  ['echo node x.js', []],
  ['rm -rf node', []],
  ['"unclosed', []],
  ["bash -c 'fastify start -a 0.0.0.0 -p \"${PORT:-5000}\" -l info -P dist/app.js'", ['dist/app.js']],
  ['fastify generate app', []],
])('%s', (script, programs) => {
  expect(runsOf(script.replace('\\\\', '\\')).map((run) => run.targets[0])).toEqual(programs)
})

test('cd, preloads', () => {
  expect(runsOf('cd server && node --require ./trace.js index.js')).toMatchObject([
    { cwd: '/server', preloads: ['./trace.js'], targets: ['index.js'] },
  ])
})

const ECOSYSTEM = `module.exports = { apps: [{ name: 'w', script: './dist/worker.js' }] }`
const DEPENDENCIES = { mongoose: '^9.0.0' }
function project(manifest: Record<string, unknown>, paths: readonly string[], more: Record<string, unknown> = {}): Project {
  const empty = Object.fromEntries(paths.map((path) => [path, '']))
  return projectIn(withTree({ 'package.json': { dependencies: DEPENDENCIES, ...manifest }, ...empty, ...more }))
}
const shown = (apps: readonly App[]): string[] => apps.flatMap((app) => app.entries.map(({ kind, file }) => `${app.root} ${kind} ${file}`))

describe('entries of a Node package', () => {
  test('a start script and main name servers, the rest are scripts', () => {
    const { apps } = project({
      main: 'index.js', bin: { it: './cli.js' },
      scripts: {
        start: 'node server', dev: 'nodemon server', seed: 'node scripts/seed.js', 'seed:dev': 'node scripts/seed.js',
        test: 'node a.test.js',
      },
    }, ['index.js', 'server.js', 'cli.js', 'scripts/seed.js', 'a.test.js'])
    expect(shown(apps)).toEqual(['. script cli.js', '. script index.js', '. script scripts/seed.js', '. server server.js'])
    expect(apps[0]).toMatchObject({ framework: 'node', hasServerActions: false, compiler: { label: 'Node', honoursSideEffects: false } })
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['node dist/server.js', 'src/server.ts', {}],
    ['node dist/src/server.js', 'src/server.ts', {}],
    ['node dist/server', 'server.ts', {}],
    ['node ./build/api/main.mjs', 'src/api/main.ts', {}],
    ['nodemon dist/server.js', 'src/server/server.ts', { 'tsconfig.json': { compilerOptions: { outDir: './dist' }, include: ['src/server/**/*', 'types/*.d.ts'] } }],
    ['node dist/app.js', 'server/app.ts', { 'tsconfig.server.json': { compilerOptions: { outDir: 'dist' }, include: ['server'] } }],
    ['node release/app.js', 'code/app.ts', { 'tsconfig.json': { compilerOptions: { outDir: './release', rootDir: './code' } } }],
    ['pm2 start ecosystem.config.js', 'src/worker.ts', { 'ecosystem.config.js': ECOSYSTEM }],
    ['nest start', 'src/main.ts', {}],
  ])('%s starts %s', (start, source, more) => {
    expect(shown(project({ scripts: { start } }, [source], more).apps)).toEqual([`. server ${source}`])
  })

  test('a preload comes with the program when every start has it', () => {
    const scripts = { start: 'node -r ./a.js -r ./b.js x.js', dev: 'nodemon -r ./a.js x.js' }
    const { apps } = project({ scripts }, ['x.js', 'a.js', 'b.js'])
    expect(apps[0]?.entries).toEqual([{ file: 'x.js', kind: 'server', with: ['a.js'] }])
  })

  test("Node's own type stripping keeps imports, tsx does not", () => {
    const { apps } = project({ scripts: { a: 'node a.ts', b: 'node --import tsx b.ts' } }, ['a.ts', 'b.ts'])
    expect(apps.map((app) => [app.compiler.label, app.compiler.keepsUnusedImports('x.ts'), shown([app])])).toEqual([
      ['Node with TypeScript', false, ['. script b.ts']],
      ["Node's type stripping", true, ['. script a.ts']],
    ])
  })

  test('scripts of a Next application are an application beside it', () => {
    const { apps } = project({ dependencies: { next: '16.0.0' }, scripts: { dev: 'node server.js', seed: 'tsx scripts/seed.ts' } }, [
      'app/page.tsx', 'server.js', 'scripts/seed.ts',
    ])
    expect(apps.map(({ root, framework }) => `${root} ${framework}`)).toEqual(['. next', '. node'])
    expect(shown(apps)).toEqual(['. page app/page.tsx', '. script scripts/seed.ts', '. server server.js'])
  })

  test('fastify-cli starts a plugin', () => {
    const { apps } = project({ scripts: { start: 'fastify start -l info dist/app.js' } }, ['src/app.ts'])
    expect(apps[0]?.entries).toEqual([{ file: 'src/app.ts', kind: 'server', with: [], isPlugin: true }])
  })

  test('`main` is no server where the platform has it for a function, or where it is the configuration of a Nuxt layer', () => {
    const lambda = { 'serverless.yml': 'functions:\n  app:\n    handler: index.handler\n' }
    expect(shown(project({ main: 'index.js' }, ['index.js'], lambda).apps)).toEqual(['. function index.js'])
    expect(shown(project({ main: 'index.js', scripts: { start: 'node index.js' } }, ['index.js'], lambda).apps)).toEqual(['. server index.js'])
    const layer = project({ main: './nuxt.config.ts', dependencies: { ...DEPENDENCIES, nuxt: '^4.0.0' } }, ['nuxt.config.ts', 'server/api/users.get.ts'])
    expect(shown(layer.apps)).toEqual(['. route-handler server/api/users.get.ts'])
  })

  test('an entry belongs to the package of its file; a library is nobody\'s entry', () => {
    const scripts = { api: 'node apps/api/index.js', start: 'node gateway.js' }
    const { apps } = project({ scripts }, ['gateway.js', 'apps/api/index.js', 'packages/db/index.js'], {
      'apps/api/package.json': { dependencies: { '@acme/db': 'workspace:*' } },
      'packages/db/package.json': { name: '@acme/db', main: 'index.js', dependencies: DEPENDENCIES },
    })
    expect(shown(apps)).toEqual(['. server gateway.js', 'apps/api script apps/api/index.js'])
  })

  test('without any hint, the usual names', () => {
    expect(shown(project({}, ['src/app.ts', 'src/server.ts']).apps)).toEqual(['. server src/server.ts'])
    expect(shown(projectIn(withTree({ 'index.js': '' })).apps)).toEqual(['. server index.js'])
  })

  test('else files that are called like programs and that nothing loads, and it is said', () => {
    const guessed = 'No package.json says what is started here: by its name, this file was taken for a program.'
    const bot = projectIn(withTree({ 'src/bot.js': `require('./worker')\nrequire('./models/user')`, 'src/worker.js': '', 'src/models/user.js': '', 'src/models/bot.js': '' }))
    expect(shown(bot.apps)).toEqual(['. server src/bot.js'])
    expect(bot.problems).toEqual([{ file: 'src/bot.js', at: null, reason: guessed }])
    expect(shown(project({}, ['bot.js', 'lib/a.js']).apps)).toEqual(['. server bot.js'])
    expect(shown(project({}, ['index.js', 'bot.js']).apps)).toEqual(['. server index.js'])
    expect(shown(projectIn(withTree({ 'lib/bot.js': '', 'src/bot.test.js': '' })).apps)).toEqual([])
  })
})

describe('what could not be found is said', () => {
  test('no entry, a lost program, another framework', () => {
    const reasons = (manifest: Record<string, unknown>, paths: string[]): string[] =>
      project(manifest, paths).problems.map(({ reason }) => reason)
    expect(reasons({}, ['lib/a.ts'])).toEqual(['No entry point was found in this package, so its code was not examined.'])
    expect(reasons({ scripts: { start: 'node out/bundle.js' } }, ['index.ts'])).toEqual([
      `The script 'start' starts out/bundle.js, whose source was not found.`,
    ])
    expect(reasons({ dependencies: { ...DEPENDENCIES, '@solidjs/start': '1.0.0' } }, ['src/routes/api/a.ts'])).toEqual([
      'This is an application of @solidjs/start, whose entries are not known here.',
    ])
    expect(reasons({ scripts: { start: 'node a.js' } }, ['a.js'])).toEqual([])
  })
})
