/**
 * In which order entries are followed: those that share code one after the other, and what lies in one folder after that, for in a large project code is not kept at hand
 * until all of them have been followed.
 */
import type { ModuleGraph } from '../graph/graph.ts'
import { valueTargets } from '../graph/loadable.ts'

export function scheduleOf<One extends { readonly file: string }>(graph: ModuleGraph, entries: readonly One[]): readonly One[] {
  const importers = importersOf(graph)
  const keyed = entries.map((entry) => ({ entry, key: leastShared(graph, importers, entry.file) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ entry }) => entry)
}

const memos = new WeakMap<ModuleGraph, ReadonlyMap<string, number>>()

/** How many modules load each module that reaches Mongoose: the same for all applications. */
function importersOf(graph: ModuleGraph): ReadonlyMap<string, number> {
  const known = memos.get(graph)
  if (known !== undefined) return known
  const importers = new Map<string, number>()
  memos.set(graph, importers)
  for (const { file, reachesMongoose } of graph.modules.values()) {
    if (reachesMongoose) for (const target of relevantTargets(graph, file)) importers.set(target, (importers.get(target) ?? 0) + 1)
  }
  return importers
}

function relevantTargets(graph: ModuleGraph, file: string): ReadonlySet<string> {
  const module = graph.modules.get(file)
  const targets = module === undefined ? [] : [...valueTargets(module)]
  return new Set(targets.flatMap((target) => (target.kind === 'file' && graph.modules.get(target.file)?.reachesMongoose === true ? [target.file] : [])))
}

/** Of what it loads, the file that the fewest others load, too; `file` itself where nothing of it is loaded by others. */
function leastShared(graph: ModuleGraph, importers: ReadonlyMap<string, number>, file: string): string {
  const passed = new Set<string>()
  for (let at = file; !passed.has(at);) {
    passed.add(at)
    let least: string | null = null
    for (const target of relevantTargets(graph, at)) if (least === null || (importers.get(target) ?? 0) < (importers.get(least) ?? 0)) least = target
    if (least === null) break
    if ((importers.get(least) ?? 0) > 1) return least
    at = least
  }
  return file
}
