/** What of an application is code for the browser. */
import type { Span } from '../kernel/place.ts'
import type { Compiler, Project } from '../project/project.ts'
import { evaluated } from './evaluation.ts'
import type { Edge, ModuleGraph } from './graph.ts'
import { append } from './multimap.ts'
import { survivalOf } from './survival.ts'
import { usageOf } from './usage.ts'

/** What Next.js takes out of a page, with all that only they use, before it makes the page's code for the browser. */
const DATA_FUNCTIONS = ['getServerSideProps', 'getStaticProps', 'getStaticPaths']

/** How a file gets into the browser's code: the statement of `from` that brings it. */
export interface Bring {
  readonly from: string
  readonly at: Span
  readonly to: string
  /** By `import()`: as a part that is loaded later. */
  readonly dynamic: boolean
}

export interface ClientSide {
  /** Every file of it that reaches Mongoose, in the order met. */
  readonly files: readonly string[]
  /** By file, what first brought it; none for those it starts with. */
  readonly via: ReadonlyMap<string, Bring>
}

/**
 * What some files bring into the browser's code, by static imports and by `import()`, which makes a part of its own of what it loads. Observed with
 * Next 16: what stands behind `'use server'` stays on the server, and so does an `import()` in a branch for which `typeof window` is asked.
 * @param starts client files; of a page of the pages router, what is only its data functions' is left out
 * @param pages all pages of that router: it is left out of them also where others import them
 */
export function clientSide(graph: ModuleGraph, project: Project, compiler: Compiler, starts: readonly ClientStart[], pages: ReadonlySet<string>): ClientSide {
  const via = new Map<string, Bring>()
  const files = new Set<string>()
  const queue: { readonly file: string; readonly isPage: boolean }[] = [...starts]
  for (const { file, isPage } of queue) {
    if (files.has(file) || graph.modules.get(file)?.reachesMongoose !== true) continue
    const { modules, brought } = isPage ? { modules: [file], brought: pageLinks(graph, project, compiler, file) } : broughtBy(graph, project, compiler, file, pages)
    files.add(file)
    for (const { from, at, to } of brought) {
      if (isPage) queue.push({ file: to, isPage: false })
      if (!via.has(to) && !files.has(to)) via.set(to, { from, at, to, dynamic: false })
    }
    for (const one of modules) {
      files.add(one)
      for (const bring of dynamicParts(graph, one)) {
        if (files.has(bring.to) || via.has(bring.to)) continue
        via.set(bring.to, bring)
        queue.push({ file: bring.to, isPage: false })
      }
    }
  }
  return { files: [...files], via }
}

/** By static imports. */
function broughtBy(
  graph: ModuleGraph, project: Project, compiler: Compiler, start: string, pages: ReadonlySet<string>,
): { readonly modules: readonly string[]; readonly brought: readonly Edge[] } {
  const { modules, via, edges } = evaluated(graph, project, compiler, [{ file: start }], 'client')
  // A page gives others a context or a component: what it loses it loses by the place where it lies (observed in next-swc-loader, `isPageFile`).
  const stripped = new Map(modules.flatMap((one) => (pages.has(one) ? [[one, new Set(pageLinks(graph, project, compiler, one).map(({ to }) => to))] as const] : [])))
  if (stripped.size === 0) return { modules, brought: [...via.values()] }
  const there = new Set(modules)
  const links = new Map<string, Edge[]>()
  for (const edge of edges) if (edge.dropped === null && there.has(edge.to)) append(links, edge.from, edge)
  const reached = new Set([start])
  const brought: Edge[] = []
  for (const file of reached) {
    for (const edge of links.get(file) ?? []) {
      if (reached.has(edge.to) || stripped.get(file)?.has(edge.to) === false) continue
      reached.add(edge.to)
      brought.push(edge)
    }
  }
  return { modules: [...reached], brought }
}

export interface ClientStart {
  readonly file: string
  /** Of the pages router. */
  readonly isPage: boolean
}

function dynamicParts(graph: ModuleGraph, file: string): readonly Bring[] {
  const module = graph.modules.get(file)
  if (module === undefined || module.facts.dynamic.length === 0 || graph.text(file).includes('typeof window')) return []
  return module.facts.dynamic.flatMap((at, i): Bring[] => {
    const target = module.dynamicTargets[i]
    const leads = at.via === 'import' && target?.kind === 'file' && graph.modules.get(target.file)?.facts.directives.includes('use server') === false
    return leads ? [{ from: file, at, to: target.file, dynamic: true }] : []
  })
}

/**
 * The imports of a page of the pages router that are left in the browser's code. Observed with Next 16: what only the data functions use goes, with
 * helpers and imports; an import for its side effect stays.
 */
function pageLinks(graph: ModuleGraph, project: Project, compiler: Compiler, file: string): readonly Edge[] {
  const left = leftInPage(graph, file)
  return survivalOf(graph, project, compiler).links(file).filter((link) => link.edge.dropped === null && left(link)).map(({ edge }) => edge)
}

/** Whether an import statement of a page, by its number, is left in the browser's code. */
export function leftInPage(graph: ModuleGraph, file: string): (link: { readonly import: number | null }) => boolean {
  const usage = usageOf(graph, file)
  const data = new Set(DATA_FUNCTIONS.flatMap((name) => usage?.exports.get(name) ?? []))
  if (usage === null || data.size === 0) return () => true
  const exported = new Set(usage.exports.values())
  const gone = new Set([...data].flatMap((binding) => usage.declaredBy.get(binding) ?? []))
  const mentionedBy = (binding: number): readonly number[] => usage.liveness.flatMap(({ mentions }, i) => (mentions.includes(binding) ? [i] : []))
  const onlyByGone = (binding: number): boolean => {
    const users = mentionedBy(binding)
    return users.length > 0 && users.every((user) => gone.has(user) || (usage.declaredBy.get(binding) ?? []).includes(user)) && users.some((user) => gone.has(user))
  }
  for (let size = -1; size !== gone.size;) {
    size = gone.size
    for (const [i, { declares }] of usage.liveness.entries()) {
      if (!gone.has(i) && declares.length > 0 && declares.every((binding) => !exported.has(binding) && onlyByGone(binding))) gone.add(i)
    }
  }
  return ({ import: statement }) => {
    if (statement === null) return true
    const named = [...usage.imports].flatMap(([binding, use]) => (use.statement === statement ? [binding] : []))
    // Names that are only types are gone before.
    const used = /\.[cm]?tsx?$/.test(file) ? named.filter((binding) => mentionedBy(binding).length > 0) : []
    const bindings = used.length > 0 ? used : named
    return bindings.length === 0 || !bindings.every(onlyByGone)
  }
}
