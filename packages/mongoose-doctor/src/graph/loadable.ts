/** What a module may load, by any edge. */
import type { Module, ModuleGraph, Target } from './graph.ts'

/** Everything but whole type-only statements. */
export function* valueTargets({ facts, importTargets, exportTargets, dynamicTargets }: Omit<Module, 'reachesMongoose'>): Generator<Target> {
  for (const [i, target] of importTargets.entries()) if (facts.imports[i]?.typeOnly === false) yield target
  for (const [i, target] of exportTargets.entries()) if (target !== null && facts.exports[i]?.typeOnly === false) yield target
  yield* dynamicTargets
}

/**
 * Files that these may load, themselves included.
 * @param reached what has been gone through before, and is not again; grows
 * @param within the only files that are gone through; null: all
 */
export function loadedFrom(graph: ModuleGraph, files: readonly string[], reached = new Set<string>(), within: ReadonlySet<string> | null = null): readonly string[] {
  const found: string[] = []
  const add = (file: string): void => {
    if (reached.has(file) || within?.has(file) === false) return
    reached.add(file)
    found.push(file)
  }
  files.forEach(add)
  // An array hands out what is added while it is iterated.
  for (const file of found) {
    const module = graph.modules.get(file)
    for (const target of module === undefined ? [] : valueTargets(module)) if (target.kind === 'file') add(target.file)
  }
  return found
}
