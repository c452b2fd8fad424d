/** Which server actions a page offers: files that are entries of their own, wherever they are imported from. */
import type { Compiler, Project } from '../project/project.ts'
import type { Module, ModuleGraph } from './graph.ts'
import { loadedFrom, valueTargets } from './loadable.ts'
import { append } from './multimap.ts'
import { survivalOf } from './survival.ts'

/**
 * The `'use server'` files that these files reach, sorted: through server and client components, dynamic imports and next/dynamic alike.
 * All of them are evaluated together when one of their actions is called (truth/README.md 5).
 */
export function actionFiles(graph: ModuleGraph, project: Project, compiler: Compiler, entries: readonly string[]): string[] {
  return reached(graph, project, compiler, entries, isActionFile)
}

/** Files with a function that is an action by a directive of its own; calling it evaluates the file that holds it. */
export function inlineActionFiles(graph: ModuleGraph, project: Project, compiler: Compiler, entries: readonly string[]): string[] {
  return reached(graph, project, compiler, entries, hasInlineAction)
}

/**
 * The action files that these files offer, with those that hold inline actions, in the groups that are evaluated together. Turbopack makes one of
 * all. webpack makes one of those that server components import, and one of the rest (observed: Next 15.5 and 16.4; flight-client-entry-plugin).
 */
export function actionGroups(graph: ModuleGraph, project: Project, compiler: Compiler, entries: readonly string[]): readonly (readonly string[])[] {
  const holders = inlineActionFiles(graph, project, compiler, entries)
  const all = [...new Set([...actionFiles(graph, project, compiler, entries), ...holders])]
  if (compiler.bundler !== 'webpack') return [all]
  const server = new Set([...reached(graph, project, compiler, entries, isActionFile, isServer), ...holders])
  return [all.filter((file) => server.has(file)), all.filter((file) => !server.has(file))].filter((group) => group.length > 0)
}

/** Of each action file, the last of these lists of files that may reach it, by its index. What really reaches it is among those that may. */
export function lastToReach(graph: ModuleGraph, lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const { files, towards } = wanted(graph, isActionFile)
  const last = new Map<string, number>()
  const seen = new Set<string>()
  for (const [index, list] of [...lists.entries()].toReversed()) {
    for (const file of loadedFrom(graph, list, seen, towards)) if (files.has(file)) last.set(file, index)
  }
  return last
}

const isServer = ({ facts }: Module): boolean => !facts.directives.includes('use client')

type Predicate = (graph: ModuleGraph, module: Module) => boolean

const isActionFile: Predicate = (_, { facts }) => facts.directives.includes('use server')

const hasInlineAction: Predicate = (graph, { file, facts }) =>
  !facts.directives.includes('use server') && !facts.directives.includes('use client')
  && facts.mayHaveActions && (graph.body(file)?.inlineActions.length ?? 0) > 0

interface Wanted {
  readonly files: ReadonlySet<string>
  readonly towards: ReadonlySet<string>
}
const memos = new WeakMap<ModuleGraph, Map<Predicate, Wanted>>()

function reached(
  graph: ModuleGraph, project: Project, compiler: Compiler, entries: readonly string[], isWanted: Predicate, leadsOn: (module: Module) => boolean = () => true,
): string[] {
  const { files, towards } = wanted(graph, isWanted)
  if (files.size === 0) return []
  const survival = survivalOf(graph, project, compiler)
  const seen = new Set(entries.filter((file) => towards.has(file)))
  const visit = (file: string): void => { if (towards.has(file)) seen.add(file) }
  // A Set hands out what is added while it is iterated.
  for (const file of seen) {
    const module = graph.modules.get(file)
    if (module === undefined || !leadsOn(module)) continue
    const erased = new Set<string>()
    const kept = new Set<string>()
    for (const { edge } of survival.links(file)) (edge.dropped === null ? kept : erased).add(edge.to)
    for (const target of module.dynamicTargets) if (target.kind === 'file') visit(target.file)
    for (const target of staticTargets(module)) if (kept.has(target) || !erased.has(target)) visit(target)
  }
  return [...seen].filter((file) => files.has(file)).sort()
}

function staticTargets(module: Module): string[] {
  return [...valueTargets({ ...module, dynamicTargets: [] })].flatMap((target) => (target.kind === 'file' ? [target.file] : []))
}

/** The files asked for, and everything that can lead to one. */
function wanted(graph: ModuleGraph, isWanted: Predicate): Wanted {
  let memo = memos.get(graph)
  if (memo === undefined) memos.set(graph, (memo = new Map()))
  const known = memo.get(isWanted)
  if (known !== undefined) return known
  const files = new Set<string>()
  const importers = new Map<string, string[]>()
  for (const module of graph.modules.values()) {
    if (isWanted(graph, module)) files.add(module.file)
    for (const target of valueTargets(module)) {
      if (target.kind === 'file') append(importers, target.file, module.file)
    }
  }
  const towards = new Set(files)
  for (const file of towards) for (const importer of importers.get(file) ?? []) towards.add(importer)
  const made = { files, towards }
  memo.set(isWanted, made)
  return made
}
