/** `dist/server`, as Astro 5 to 7 leave it for a server: a map says which file holds a page. */
import type { Build, BuiltEntry, Outputs } from './build.ts'
import { entryOf, moduleFiles, sourcesOf, wayThrough } from './modules.ts'

/** @returns null when there is no build in `dir`, or a static one */
export function astroBuild(outputs: Outputs, dir: string): Build | null {
  if (outputs.read(`${dir}/entry.mjs`) === null) return null
  const modules = moduleFiles(outputs, dir)
  const middleware = modules.files.filter((file) => /^(?:chunks\/)?(?:virtual)?_(?:noop-)?(?:astro_)?middleware[^/]*\.mjs$/.test(file))
  const before = wayThrough(modules, ['entry.mjs', ...middleware])
  const entries = new Map<string, BuiltEntry>()
  const add = (source: string, file: string): void => {
    if (modules.program.has(file)) entries.set(source, entryOf(source, `${dir}/${file}`, [wayThrough(modules, [file])], before))
  }
  for (const [file, text] of modules.program) {
    // `const _page1 = () => import('./pages/a.astro.mjs')`, `["src/pages/a.astro", _page1]`
    const loaded = new Map([...text.matchAll(/\b(_page\d+) = \(\) => import\(["']([^"']+)["']\)/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
    for (const [, source = '', name = ''] of text.matchAll(/\["([^"]+)", (_page\d+)\]/g)) add(source, beside(file, loaded.get(name) ?? ''))
    for (const source of sourcesOf(outputs, modules, file)) if (/^src\/actions(?:\/index)?\.[cm]?[jt]s$/.test(source)) add('src/actions/index.ts', file)
  }
  for (const file of middleware) add('src/middleware.ts', file)
  return { by: 'Astro with Vite', names: 'file', dir, stamp: `${dir}/entry.mjs`, entries: [...entries.values()], rest: null, programs: [modules.program], bundled: modules.bundled.map((file) => `${dir}/${file}`) }
}

/** `./b.mjs` and `../b.mjs` as seen from a file. */
function beside(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
