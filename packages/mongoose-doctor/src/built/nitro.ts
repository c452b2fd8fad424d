/** `.output/server`, as Nitro 2 and 3 leave it, by themselves or in Nuxt: the server loads each handler's file when it is first asked for. */
import type { Build, BuiltEntry, Outputs } from './build.ts'
import { entryOf, moduleFiles, sourcesOf, wayThrough } from './modules.ts'
import { handlersNamed, routesOf } from './nitro-routes.ts'

/** @returns null when there is no build in `dir` */
export function nitroBuild(outputs: Outputs, dir: string): Build | null {
  const server = `${dir}/server`
  if (outputs.read(`${server}/index.mjs`) === null) return null
  const modules = moduleFiles(outputs, server)
  const start = wayThrough(modules, ['index.mjs'])
  const routes = routesOf(modules)
  const entries = new Map<string, BuiltEntry>()
  for (const file of modules.files) {
    // What a file holds is evaluated with it; that of the handler comes last.
    // A file's name may be that of another handler: it is asked only where nothing else tells.
    const told = sourcesOf(outputs, modules, file)
    for (const source of told.length > 0 ? told : (routes.get(file) ?? (routes.size > 0 ? [] : named(file)))) {
      const entry = entryOf(source, `${server}/${file}`, [wayThrough(modules, [file])], start)
      if (!entries.has(entry.source) || isHandlers(file)) entries.set(entry.source, entry)
    }
  }
  return { by: 'Nitro', names: 'file', dir, stamp: `${server}/index.mjs`, entries: [...entries.values()], rest: null, programs: [modules.program], bundled: modules.bundled.map((file) => `${server}/${file}`) }
}

const HANDLERS = /^(?:chunks\/(?:routes|tasks)|_routes|_tasks)\//
const isHandlers = (file: string): boolean => HANDLERS.test(file)

/** Without a source map and a table of routes: `chunks/routes/api/users.get.mjs` is of `server/api/users.get.ts`, or of a route in `server/routes`. */
function named(file: string): readonly string[] {
  if (!isHandlers(file)) return []
  return handlersNamed(file.replace(HANDLERS, '').replace(/\.mjs$/, ''))
}
