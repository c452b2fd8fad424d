/** The entries of Next's App Router: which files under app/ answer a request, and what is evaluated with each. truth/README.md 4. */
import { child } from '../../paths.ts'
import type { Entry } from '../../project.ts'
import { routeFile } from './route-file.ts'

/** One folder of app/. */
interface Segment {
  readonly name: string
  readonly parent: Segment | null
  readonly children: Segment[]
  /** Special files by their role: page, layout, route… */
  readonly roles: Map<string, string>
  /** Image and sitemap modules; there can be several of one role (`icon1`). */
  readonly metadata: string[]
}

const ROLES = new Set([
  'page', 'route', 'layout', 'template', 'loading', 'not-found', 'forbidden', 'unauthorized', 'default', 'global-not-found',
])
/** Evaluated with every page below; `error` and `global-error` are client components. */
const FRAME = ['layout', 'template', 'loading', 'not-found', 'forbidden', 'unauthorized']
const METADATA = /^(?:sitemap|robots|manifest|(?:opengraph-image|twitter-image|icon|apple-icon)\d?)$/
/** These two only count at the top. */
const METADATA_AT_ROOT = /^(?:robots|manifest)$/

/** @param files source files of the project; only those below `appDir` are looked at. */
export function appRouterEntries(files: readonly string[], appDir: string, pageExtensions: readonly string[]): Entry[] {
  const root = segmentTree(files, appDir, pageExtensions)
  const entries: Entry[] = []
  const visit = (segment: Segment): void => {
    const { roles } = segment
    const page = roles.get('page')
    if (page !== undefined) entries.push({ file: page, kind: 'page', with: without(evaluatedWith(segment, root), page) })
    const route = roles.get('route')
    if (route !== undefined) entries.push({ file: route, kind: 'route-handler', with: [] })
    for (const file of segment.metadata) entries.push({ file, kind: 'metadata-route', with: [] })
    segment.children.forEach(visit)
  }
  visit(root)
  // A URL that nothing answers renders one of these.
  const notFound = root.roles.get('global-not-found') ?? root.roles.get('not-found')
  if (notFound !== undefined) {
    const isGlobal = root.roles.has('global-not-found')
    entries.push({ file: notFound, kind: 'page', with: isGlobal ? [] : without(frames(root), notFound) })
  }
  return entries
}

const without = (files: readonly string[], file: string): string[] => [...new Set(files)].filter((other) => other !== file)

function segmentTree(files: readonly string[], appDir: string, pageExtensions: readonly string[]): Segment {
  const make = (name: string, parent: Segment | null): Segment => ({ name, parent, children: [], roles: new Map(), metadata: [] })
  const root = make('', null)
  const known = new Map<string, Segment>([[appDir, root]])
  const segmentOf = (dir: string): Segment | null => {
    const found = known.get(dir)
    if (found !== undefined) return found
    const slash = dir.lastIndexOf('/')
    const name = dir.slice(slash + 1)
    // A private folder holds no routes.
    const parent = name.startsWith('_') ? null : segmentOf(dir.slice(0, slash))
    if (parent === null) return null
    const made = make(name, parent)
    parent.children.push(made)
    known.set(dir, made)
    return made
  }
  const ranks = new Map<string, number>()
  for (const file of files) {
    if (!file.startsWith(`${appDir}/`)) continue
    const named = routeFile(file, pageExtensions)
    if (named === null || !(ROLES.has(named.name) || METADATA.test(named.name))) continue
    const segment = segmentOf(file.slice(0, file.lastIndexOf('/')))
    if (segment === null) continue
    if (!ROLES.has(named.name)) {
      if (!METADATA_AT_ROOT.test(named.name) || urlOf(segment, root).length === 0) segment.metadata.push(file)
      continue
    }
    // `page.tsx` beside `page.js`: the extension listed first is taken.
    const place = child(file.slice(0, file.lastIndexOf('/')), named.name)
    const best = ranks.get(place)
    if (best !== undefined && best <= named.rank) continue
    ranks.set(place, named.rank)
    segment.roles.set(named.name, file)
  }
  return root
}

const isSlot = (segment: Segment): boolean => segment.name.startsWith('@') && segment.name !== '@children'
/** `(shop)`, but not the interception marks `(.)x`, `(..)x`, `(...)x`. */
const isGroup = (name: string): boolean => name.startsWith('(') && name.endsWith(')')

const frames = (segment: Segment): string[] => FRAME.flatMap((role) => segment.roles.get(role) ?? [])

/** From `top` down to `segment`, both included. */
function chainOf(segment: Segment, top: Segment): Segment[] {
  const chain: Segment[] = []
  for (let at: Segment | null = segment; at !== null; at = at === top ? null : at.parent) chain.unshift(at)
  return chain
}

/** The URL of `segment` below `top`: groups and slots are not part of it. */
const urlOf = (segment: Segment, top: Segment): string[] => urlThrough(chainOf(segment, top).slice(1))
const urlThrough = (chain: readonly Segment[]): string[] =>
  chain.map((segment) => segment.name).filter((name) => !name.startsWith('@') && !isGroup(name))

/** What Next evaluates to render the page of `segment`, from `top` down: frames, and the slots that the same URL fills. */
function evaluatedWith(segment: Segment, top: Segment): string[] {
  const chain = chainOf(segment, top)
  const files: string[] = []
  chain.forEach((at, index) => {
    files.push(...frames(at))
    const next = chain[index + 1]
    const rest = urlThrough(chain.slice(index + 1))
    for (const slot of at.children) if (isSlot(slot) && slot !== next) files.push(...slotFilling(slot, rest))
    if (next !== undefined && isSlot(next)) files.push(...childrenFilling(at, rest))
  })
  return files
}

/** What a slot shows for the rest of a URL: its page there, a catch-all page, or its `default`. */
function slotFilling(slot: Segment, rest: readonly string[]): string[] {
  const match = bestMatch(pagesBelow(slot), slot, rest)
  return match === null ? fileOf(slot, 'default') : [...evaluatedWith(match, slot), ...fileOf(match, 'page')]
}

/** The same for what is not in a slot, beside the slot that holds the page. The frames of `at` itself are there already. */
function childrenFilling(at: Segment, rest: readonly string[]): string[] {
  const branches = at.children.filter((item) => !isSlot(item))
  const match = bestMatch([...(at.roles.has('page') ? [at] : []), ...branches.flatMap(pagesBelow)], at, rest)
  if (match === null) return fileOf(at, 'default')
  const branch = chainOf(match, at)[1]
  return [...(branch === undefined ? [] : evaluatedWith(match, branch)), ...fileOf(match, 'page')]
}

const fileOf = (segment: Segment, role: string): string[] => {
  const file = segment.roles.get(role)
  return file === undefined ? [] : [file]
}

/** The page at exactly this URL, else the most particular catch-all: Next's build decides by these texts too. */
function bestMatch(pages: readonly Segment[], top: Segment, rest: readonly string[]): Segment | null {
  const placed = pages.map((page) => ({ page, url: urlOf(page, top) }))
  const exact = placed.find(({ url }) => url.length === rest.length && url.every((name, index) => name === rest[index]))
  const caught = placed.filter(({ url }) => catches(url, rest)).sort((a, b) => b.url.length - a.url.length)[0]
  return (exact ?? caught)?.page ?? null
}

/** Pages reached without passing through a further slot: those are filled at their own level. */
function pagesBelow(segment: Segment): Segment[] {
  const deeper = segment.children.filter((item) => !isSlot(item)).flatMap(pagesBelow)
  return segment.roles.has('page') ? [segment, ...deeper] : deeper
}

function catches(url: readonly string[], rest: readonly string[]): boolean {
  const last = url.at(-1) ?? ''
  const fixed = url.slice(0, -1)
  const optional = last.startsWith('[[...')
  if (!optional && !last.startsWith('[...')) return false
  return fixed.every((name, index) => name === rest[index]) && rest.length >= fixed.length + (optional ? 0 : 1)
}
