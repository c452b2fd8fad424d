/** The table of routes that Nitro 2 writes into its server: which file each is loaded from, and which source it may have been. */
import { posix } from 'node:path'
import type { ModuleFiles } from './modules.ts'

/** Also as a minifier leaves them: `let a=()=>import("../routes/api/users.mjs")`, `{route:"/api/users",handler:a,lazy:!0,…}`. */
const LOADER = /([\w$]+)\s*=\s*\(\)\s*=>\s*import\(\s*(["'`])([^"'`\n]+)\2\s*\)/g
const ROUTE = /\{\s*route:\s*(["'`])([^"'`\n]*)\1\s*,\s*handler:\s*([\w$]+)\s*,\s*lazy:[^,{}]*,\s*middleware:[^,{}]*,\s*method:\s*(?:["'`](\w+)["'`]|[^,{}]*)\s*\}/g

/** By file of the build, the paths that its handler may have in the project: `server/api/users.get.ts`, `server/api/users/index.get.ts` … */
export function routesOf({ program }: ModuleFiles): ReadonlyMap<string, readonly string[]> {
  const routes = new Map<string, readonly string[]>()
  for (const [file, text] of program) {
    if (!text.includes('middleware:')) continue
    const loaders = new Map([...text.matchAll(LOADER)].map(([, name = '', , specifier = '']) => [name, posix.join(posix.dirname(file), specifier)]))
    for (const [, , route = '', handler = '', method] of text.matchAll(ROUTE)) {
      const loaded = loaders.get(handler)
      if (loaded !== undefined) routes.set(loaded, [...routes.get(loaded) ?? [], ...sourcesFor(route, method)])
    }
  }
  return routes
}

/** A file's name has its method, and `index` stands for its folder; folders of Nitro's own, and those of Nuxt in `server`. */
function sourcesFor(route: string, method: string | undefined): readonly string[] {
  const path = route.split('/').filter((part) => part !== '').map(folderOf)
  const end = method === undefined ? '' : `.${method.toLowerCase()}`
  const stems = [...(path.length === 0 ? [] : [`${path.join('/')}${end}`]), [...path, `index${end}`].join('/')]
  return stems.flatMap(handlersNamed)
}

/** Where a handler of that name may lie: `server/` is Nuxt's. */
export const handlersNamed = (stem: string): readonly string[] => ['server/', 'server/routes/', '', 'routes/'].map((folder) => `${folder}${stem}.ts`)

/** `:id` is of `[id]`, `**:path` of `[...path]`, `**` of `[...]`. */
function folderOf(part: string): string {
  const rest = /^\*\*(?::(\w+))?$/.exec(part)
  return rest === null ? part.replaceAll(/:(\w+)/g, '[$1]') : `[...${rest[1] ?? ''}]`
}
