/** `.svelte-kit/output/server`, as SvelteKit's Vite plugin leaves it before an adapter takes it: the manifest says which files answer a route. */
import type { Build, BuiltEntry, Outputs, Way } from './build.ts'
import { entryOf, moduleFiles, wayThrough, type ModuleFiles } from './modules.ts'

/** @returns null when there is no build in `dir` */
export function sveltekitBuild(outputs: Outputs, dir: string): Build | null {
  const manifest = outputs.read(`${dir}/manifest-full.js`) ?? outputs.read(`${dir}/manifest.js`)
  if (manifest === null) return null
  const modules = moduleFiles(outputs, dir)
  const hooks = modules.files.filter((file) => /^(?:entries|chunks)\/hooks(?:\.server|\.universal)?\d*\.js$/.test(file))
  const before = hooks.length === 0 ? null : wayThrough(modules, hooks)
  // In the order of the manifest: what was rendered by the build is left out there.
  const nodes = [...manifest.matchAll(/import\('\.\/(nodes\/\d+\.js)'\)/g)].map((match) => match[1] ?? '')
  const entries: BuiltEntry[] = []
  const add = (source: string, files: readonly string[], output: string): void => { entries.push(entryOf(source, `${dir}/${output}`, [wayThrough(modules, files)], before)) }

  for (const { page, endpoint } of routesIn(manifest, nodes)) {
    const leaf = page.at(-1)
    for (const source of leaf === undefined ? [] : sourcesOfNode(modules, leaf)) add(source, page, leaf ?? '')
    // A layout without a page of its own that loads anything.
    for (const [at, layout] of page.slice(0, -1).entries()) for (const source of sourcesOfNode(modules, layout)) add(source, page.slice(0, at + 1), layout)
    if (endpoint !== null) add(endpoint.replace(/^entries\/endpoints\//, 'src/routes/').replace(/\.[jt]s\.js$/, '.ts'), [...page, endpoint], endpoint)
  }
  for (const file of hooks) add(`src/${file.replace(/^\w+\//, '')}`, [file], file)
  entries.push(...remotes(modules, before))
  const unique = new Map(entries.map((entry) => [entry.source, entry]))
  return { by: 'SvelteKit with Vite', names: 'file', dir, stamp: `${dir}/index.js`, entries: [...unique.values()], rest: null, programs: [modules.program], bundled: modules.bundled.map((file) => `${dir}/${file}`) }
}

/** Files of remote functions: of these there is no more than the name, with a number where it is not the only one. */
function remotes(modules: ModuleFiles, before: Way | null): readonly BuiltEntry[] {
  const { dir, files } = modules
  const named = new Map<string, string[]>()
  for (const file of files) {
    const name = /^chunks\/(.*?)\d*\.remote\.js$/.exec(file)?.[1]
    if (name !== undefined) named.set(name, [...(named.get(name) ?? []), file])
  }
  return [...named].map(([name, those]) => ({
    ...entryOf(`remote/${name}.remote.js`, `${dir}/${those[0] ?? ''}`, those.map((file) => wayThrough(modules, [file])), before),
    unread: those.length > 1 ? 'several files of the build have its name' : null,
  }))
}

interface Route {
  /** Files of the layouts from the top, then the page's. */
  readonly page: readonly string[]
  readonly endpoint: string | null
}

/** `page: { layouts: [0,2,], errors: [1,,], leaf: 6 }, endpoint: __memo(() => import('./entries/…'))`; SvelteKit 1.20 writes it without `__memo` */
function routesIn(manifest: string, nodes: readonly string[]): readonly Route[] {
  return manifest.split(/\n[ \t]*id: "/).slice(1).map((text) => {
    const page = /\bpage: \{ layouts: \[([\d,\s]*)\],[^}]{0,2000}?leaf: (\d+)/.exec(text)
    const numbers = page === null ? [] : [...(page[1] ?? '').split(',').filter((each) => each.trim() !== ''), page[2] ?? ''].map(Number)
    return { page: numbers.flatMap((number) => nodes[number] ?? []), endpoint: /\bendpoint: (?:__memo\()?\(\) => import\('\.\/([^']+)'\)/.exec(text)?.[1] ?? null }
  })
}

/** `export const server_id = "src/routes/+page.server.ts"` */
function sourcesOfNode({ program }: ModuleFiles, file: string): readonly string[] {
  return [...(program.get(file) ?? '').matchAll(/\b(?:server_id|universal_id) = "([^"]+)"/g)].map((match) => match[1] ?? '')
}
