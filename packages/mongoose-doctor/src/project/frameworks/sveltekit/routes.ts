/** Which files under SvelteKit's routes answer a request, and what is evaluated with each. Observed: docs/frameworks/sveltekit.md. */
import { basename, child, parent } from '../../paths.ts'
import type { Entry } from '../../project.ts'
import type { Tree } from '../../walk.ts'

/** One folder of the routes. */
interface Folder {
  /** `+page.server.ts` and `+page.ts`: what of a page runs on the server, beside its component. */
  readonly page: readonly string[]
  readonly layout: readonly string[]
  readonly endpoint: string | null
  readonly hasPage: boolean
  /** `+page@(app).svelte`: the folder whose layout comes next; '' is the top. */
  readonly pageUnder: string | null
  readonly layoutUnder: string | null
}

export function routeEntries(tree: Tree, routes: string): Entry[] {
  const folders = new Map<string, Folder>()
  for (const dir of [...tree.dirs].sort()) if (dir === routes || dir.startsWith(`${routes}/`)) folders.set(dir, folderAt(tree, dir))

  /** The layouts around what lies in `dir`, from the top. */
  function layouts(dir: string, under: string | null): readonly string[] {
    const start = under === null ? dir : folderNamed(under, dir)
    if (start === null) return []
    const folder = folders.get(start)
    const above = start === routes ? null : parent(start)
    if (folder?.layoutUnder != null) {
      const next = above === null ? null : folderNamed(folder.layoutUnder, above)
      return [...(next === null ? [] : layouts(next, null)), ...folder.layout]
    }
    return [...(above === null ? [] : layouts(above, null)), ...(folder?.layout ?? [])]
  }
  function folderNamed(name: string, from: string): string | null {
    for (let at: string | null = from; at !== null && at.length >= routes.length; at = parent(at)) {
      if (name === '' ? at === routes : basename(at) === name && at !== routes) return at
    }
    return null
  }

  const entries: Entry[] = []
  /** Layouts of pages that have no code of their own: nobody else's entry shows what they need. */
  const alone = new Map<string, readonly string[]>()
  for (const [dir, { page, endpoint, hasPage, pageUnder }] of folders) {
    const around = hasPage ? layouts(dir, pageUnder) : []
    const [first, ...others] = page
    const innermost = around.at(-1)
    if (first !== undefined) entries.push({ file: first, kind: 'load', with: [...around, ...others] })
    else if (hasPage && innermost !== undefined && !alone.has(innermost)) alone.set(innermost, around.slice(0, -1))
    // A folder's page is loaded before its endpoint is asked.
    if (endpoint !== null) entries.push({ file: endpoint, kind: 'route-handler', with: [...around, ...page] })
  }
  for (const [file, others] of alone) entries.push({ file, kind: 'load', with: others })
  return entries
}

function folderAt(tree: Tree, dir: string): Folder {
  const listing = tree.disk.list(dir)
  const names = 'error' in listing ? [] : listing.items.filter(({ kind }) => kind === 'file').map(({ name }) => name)
  const all = (name: string): string[] => [`${name}.server.ts`, `${name}.server.js`, `${name}.ts`, `${name}.js`].map((file) => child(dir, file)).filter(tree.has)
  const component = (name: string): RegExpExecArray | null => {
    for (const each of names) {
      const match = new RegExp(`^\\+${name}(?:@([^.]*))?\\.svelte$`).exec(each)
      if (match !== null) return match
    }
    return null
  }
  const [page, layout] = [all('+page'), all('+layout')]
  const [pageComponent, layoutComponent] = [component('page'), component('layout')]
  return {
    page, layout,
    endpoint: [child(dir, '+server.ts'), child(dir, '+server.js')].find(tree.has) ?? null,
    hasPage: page.length > 0 || pageComponent !== null,
    pageUnder: pageComponent?.[1] ?? null,
    layoutUnder: layoutComponent?.[1] ?? null,
  }
}
