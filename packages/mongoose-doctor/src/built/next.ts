/** `.next`, as `next build` leaves it: its manifests say which file an entry is, the file which chunks and modules. */
import { readBody } from '../facts/body.ts'
import type { BodyFacts } from '../facts/facts.ts'
import { readModule } from '../facts/module.ts'
import type { EntryKind } from '../kernel/report.ts'
import type { Build, BuiltEntry, Outputs, Way } from './build.ts'
import { Programs, addTo, reachedFrom, universeOf, type Universe } from './bundle.ts'
import type { Factory } from './factory.ts'
import { isManifest, readManifest, strings } from './manifests.ts'
import { turbopackFactories } from './turbopack.ts'
import { webpackFile } from './webpack.ts'

/** An entry's file, opened: which modules there are, and which of them running it evaluates. */
interface Opened {
  readonly universe: Universe
  readonly roots: readonly string[]
}

/** @returns null when there is no finished build in `dir` */
export function nextBuild(outputs: Outputs, dir: string): Build | null {
  if (outputs.read(`${dir}/BUILD_ID`) === null) return null
  const server = `${dir}/server`
  const isTurbopack = outputs.list(`${server}/chunks`).some(({ name }) => name.startsWith('[turbopack]')) || outputs.list(`${server}/chunks/ssr`).some(({ name }) => name.startsWith('[turbopack]'))
  const open = isTurbopack ? turbopackOpener(outputs, dir) : webpackOpener(outputs, dir)
  const programs = new Programs()
  const onEdge = readManifest(outputs, `${server}/middleware-manifest.json`)
  const edge = new Set(Object.keys(onEdge?.['functions'] ?? {}))
  const hasEdgeMiddleware = Object.keys(onEdge?.['middleware'] ?? {}).length > 0

  const read = (source: string, kind: EntryKind, output: string, isEdge: boolean): BuiltEntry => {
    const entry = { source, kind, output, ways: [], before: null }
    if (isEdge) return { ...entry, unread: 'it runs on the edge runtime' }
    const opened = open(output)
    if (typeof opened === 'string') return { ...entry, unread: opened }
    const bundled = [...reachedFrom(opened.universe, opened.roots)].some((factory) => factory.bundlesMongoose)
    return { ...entry, ways: [programs.add(opened.universe, opened.roots, { how: 'next', output, module: null }, kind === 'instrumentation' ? ['register'] : [])], unread: bundled ? 'Mongoose itself is bundled into it' : null }
  }

  const routes = strings(readManifest(outputs, `${server}/app-paths-manifest.json`)).map(([route, file]) => read(`app${route}`, route.endsWith('/page') ? 'page' : 'route-handler', `${server}/${file}`, edge.has(route)))
  const pages = strings(readManifest(outputs, `${server}/pages-manifest.json`))
    .filter(([route, file]) => file.endsWith('.js') && !/^\/(?:_app|_document|_error)$/.test(route))
    .map(([route, file]) => read(file.replace(/\.js$/, ''), route.startsWith('/api/') || route === '/api' ? 'pages-api' : 'pages-page', `${server}/${file}`, edge.has(route)))
  const others = (['instrumentation', 'proxy', 'middleware'] as const)
    .filter((name) => outputs.read(`${server}/${name}.js`) !== null || (name === 'middleware' && hasEdgeMiddleware))
    .map((name) => read(name, name, `${server}/${name}.js`, name === 'middleware' && hasEdgeMiddleware))
  const actions = actionsIn(outputs, server, (page, module) => {
    const output = `${server}/${page}.js`
    const opened = open(output)
    return typeof opened === 'string' ? null : programs.add(opened.universe, [String(module)], { how: 'next', output, module })
  })
  return { by: `Next.js with ${isTurbopack ? 'Turbopack' : 'webpack'}`, names: 'route', rest: null, bundled: [], dir, stamp: `${dir}/BUILD_ID`, entries: [...routes, ...pages, ...others, ...actions], programs: programs.all() }
}

/** Each file of server actions, with the module that each page evaluates when one of them is called. */
function actionsIn(outputs: Outputs, server: string, wayOf: (page: string, module: string | number) => Way | null): readonly BuiltEntry[] {
  const manifest = readManifest(outputs, `${server}/server-reference-manifest.json`)
  const node = manifest?.['node']
  const files = new Map<string, Map<string, { page: string; id: string | number }>>()
  for (const action of Object.values(isManifest(node) ? node : {})) {
    if (!isManifest(action) || !isManifest(action['workers'])) continue
    const { filename } = action
    if (typeof filename !== 'string') continue
    for (const [page, worker] of Object.entries(action['workers'])) {
      const id = isManifest(worker) ? worker['moduleId'] : worker
      if (typeof id !== 'string' && typeof id !== 'number') continue
      const known = files.get(filename) ?? new Map<string, { page: string; id: string | number }>()
      files.set(filename, known.set(`${page}#${id}`, { page, id }))
    }
  }
  return [...files].map(([file, workers]) => {
    const ways = [...workers.values()].map(({ page, id }) => wayOf(page, id))
    const read = ways.filter((way) => way !== null)
    const [first] = workers.values()
    return {
      source: file.replace(/\.[^./]+$/, ''), kind: 'server-action', output: `${server}/${first?.page ?? ''}.js`,
      ways: read, before: null, unread: read.length === ways.length ? null : 'the code of a page that offers it could not be read',
    }
  })
}

function turbopackOpener(outputs: Outputs, dir: string): (file: string) => Opened | string {
  const chunks = new Map<string, readonly Factory[] | null>()
  const chunk = (path: string): readonly Factory[] | null => {
    const known = chunks.get(path)
    if (known !== undefined) return known
    const text = outputs.read(`${dir}/${path}`)
    const body = text === null ? null : bodyOf(text)
    const made = text === null || body === null ? null : understood(() => turbopackFactories(text, body))
    chunks.set(path, made)
    return made
  }
  const opened = new Map<string, Opened | string>()
  const open = (file: string): Opened | string => {
    const text = outputs.read(file)
    if (text === null) return `${file} is not there`
    const loaded = [...text.matchAll(/\bR\.c\("([^"]+)"\)/g)].map((match) => match[1] ?? '')
    const started = [...new Set([...text.matchAll(/\bR\.m\((?:(\d+)|"((?:[^"\\]|\\.)*)")\)/g)].map((match) => match[1] ?? match[2] ?? ''))]
    if (started.length === 0) return `${file} is not in a form that is known`
    const broken = loaded.find((path) => chunk(path) === null)
    if (broken !== undefined) return `${dir}/${broken} could not be read`
    const universe = universeOf(loaded.map((path) => chunk(path) ?? []))
    // What is loaded later brings chunks of its own.
    for (const factory of growing(universe)) for (const path of factory.chunks) addTo(universe, chunk(path) ?? [])
    return { universe, roots: rootsOf(universe, started) }
  }
  return (file) => {
    const known = opened.get(file) ?? open(file)
    opened.set(file, known)
    return known
  }
}

/** Those that are added meanwhile, too. */
function* growing(universe: ReadonlyMap<string, Factory>): Generator<Factory> {
  yield* universe.values()
}

function webpackOpener(outputs: Outputs, dir: string): (file: string) => Opened | string {
  const shared = new Map<string, Factory>()
  const unread: string[] = []
  for (const { name } of outputs.list(`${dir}/server/chunks`).filter((item) => !item.folder && item.name.endsWith('.js'))) {
    const path = `${dir}/server/chunks/${name}`
    const text = outputs.read(path)
    const body = text === null ? null : bodyOf(text)
    const made = text === null || body === null ? null : understood(() => webpackFile(text, body))
    if (made === null) unread.push(path)
    else addTo(shared, made.factories)
  }
  const opened = new Map<string, Opened | string>()
  const open = (file: string): Opened | string => {
    const text = outputs.read(file)
    if (text === null) return `${file} is not there`
    if (unread[0] !== undefined) return `${unread[0]} could not be read`
    const body = bodyOf(text)
    const made = body === null ? null : understood(() => webpackFile(text, body))
    if (made === null) return `${file} could not be read`
    const { factories, starts } = made
    if (starts.length === 0) return `${file} is not in a form that is known`
    const universe = universeOf([factories])
    for (const [id, factory] of shared) if (!universe.has(id)) universe.set(id, factory)
    return { universe, roots: rootsOf(universe, starts) }
  }
  return (file) => {
    const known = opened.get(file) ?? open(file)
    opened.set(file, known)
    return known
  }
}

/** null for code that nests deeper than the stack is. */
function understood<Made>(read: () => Made): Made | null {
  try {
    return read()
  } catch (reason) {
    if (reason instanceof RangeError) return null
    throw reason
  }
}

/** Code without errors is parsed in the quicker way. */
const bodyOf = (text: string): BodyFacts | null => readBody('chunk.cjs', text, readModule('chunk.cjs', text).flawless)

/** What running the file evaluates, and what Next.js calls for before it answers. */
function rootsOf(universe: Universe, started: readonly string[]): readonly string[] {
  return [...new Set(started.flatMap((id) => [id, ...(universe.get(id)?.parts ?? [])]))]
}
