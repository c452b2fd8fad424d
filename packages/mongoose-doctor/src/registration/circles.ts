/** The order in which files that lead to each other are evaluated: in a circle it decides what is there when the code runs. */
import type { ModuleGraph, Target } from '../graph/graph.ts'

/**
 * What a module's own statements need before they run, of what reaches Mongoose. An import that is only a type is none: followed all the same, it would make
 * a circle of two files that are in none, and one of them would find nothing in the other.
 */
export function neededFirst(graph: ModuleGraph, file: string): readonly string[] {
  const known = memo.get(graph) ?? new Map<string, readonly string[]>()
  memo.set(graph, known)
  const needed = known.get(file) ?? neededBy(graph, file)
  known.set(file, needed)
  return needed
}

const memo = new WeakMap<ModuleGraph, Map<string, readonly string[]>>()

function neededBy(graph: ModuleGraph, file: string): readonly string[] {
  const module = graph.modules.get(file)
  if (module === undefined || !module.reachesMongoose) return []
  const body = graph.body(file)
  if (body === null) return []
  const { facts, importTargets, exportTargets } = module
  const used = new Set(body.imports.flatMap(({ statement, valueUses, described }) => (valueUses > 0 || described ? [statement] : [])))
  const targets = [
    ...importTargets.filter((_, i) => { const fact = facts.imports[i]; return fact === undefined || (!fact.typeOnly && (!facts.typescript || fact.sideEffectOnly || used.has(i))) }),
    ...exportTargets.filter((_, i) => facts.exports[i]?.typeOnly !== true),
  ]
  return reaching(graph, targets)
}

const reaching = (graph: ModuleGraph, targets: readonly (Target | null)[]): readonly string[] =>
  targets.flatMap((target) => (target?.kind === 'file' && graph.modules.get(target.file)?.reachesMongoose === true ? [target.file] : []))

interface Visit { readonly file: string; readonly targets: string[]; readonly number: number; low: number }

/**
 * The file of each circle that is evaluated first if the process starts with these, in this order; circles that one of these is part of are left out.
 * Tarjan's algorithm, without recursion: a chain of imports may be longer than the stack is deep.
 */
export function circlesFrom(graph: ModuleGraph, starts: readonly string[]): readonly Circle[] {
  return circles(graph, starts, neededFirst, new Set(starts))
}

/** Files that may be in a circle, if no import is erased: no file has to be looked into for that. */
export function mayBeInCircles(graph: ModuleGraph, starts: readonly string[]): ReadonlySet<string> {
  const written = (_graph: ModuleGraph, file: string): readonly string[] => {
    const module = graph.modules.get(file)
    return module === undefined || !module.reachesMongoose ? [] : reaching(graph, [
      ...module.importTargets.filter((_, i) => module.facts.imports[i]?.typeOnly !== true), ...module.exportTargets.filter((_, i) => module.facts.exports[i]?.typeOnly !== true),
    ])
  }
  return new Set(circles(graph, starts, written, new Set()).flatMap(({ files }) => files))
}

export interface Circle { readonly first: string; readonly files: readonly string[] }

/** @param own files whose circles are left out */
function circles(graph: ModuleGraph, starts: readonly string[], needed: (graph: ModuleGraph, file: string) => readonly string[], own: ReadonlySet<string>): readonly Circle[] {
  const numbers = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const found: (Circle & { readonly number: number })[] = []
  const begin = (file: string): Visit => {
    const number = numbers.size
    numbers.set(file, number)
    open.push(file)
    isOpen.add(file)
    // What stands behind the directive is not evaluated there.
    const isClient = graph.modules.get(file)?.facts.directives.includes('use client') === true
    return { file, targets: isClient ? [] : needed(graph, file).toReversed(), number, low: number }
  }
  for (const start of starts) {
    const path = numbers.has(start) ? [] : [begin(start)]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = top.targets.pop()
      if (target !== undefined) {
        if (!numbers.has(target)) path.push(begin(target))
        else if (isOpen.has(target)) top.low = Math.min(top.low, numbers.get(target) ?? top.low)
        continue
      }
      path.pop()
      const above = path.at(-1)
      if (above !== undefined) above.low = Math.min(above.low, top.low)
      if (top.low !== top.number) continue
      const files = open.splice(open.lastIndexOf(top.file))
      for (const file of files) isOpen.delete(file)
      if (files.length > 1 && !files.some((file) => own.has(file))) found.push({ number: top.number, first: top.file, files })
    }
  }
  return found.toSorted((a, b) => a.number - b.number)
}
