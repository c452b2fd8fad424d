/** Who really defines an exported name: through re-exports, `import X; export { X }`, stars and namespaces. */
import type { Span } from '../kernel/place.ts'
import type { ExportFact, ImportedName, Module, ModuleGraph, Target } from './graph.ts'

/** One step on the way: the statement in `file` that passes the name on. */
export interface Hop {
  readonly file: string
  readonly at: Span
}

export type FoundExport =
  /** Defined in `file` by the module-level binding `local` (`*default*`: an anonymous default export). */
  | { readonly kind: 'local'; readonly file: string; readonly local: string; readonly via: readonly Hop[] }
  /** The namespace object of a module (`export * as ns`), or what `require` gives of it (`import x = require()`). */
  | { readonly kind: 'namespace'; readonly file: string; readonly via: readonly Hop[] }
  /** It comes from an npm package; `name` is what it is called there (`*`: the package's namespace). */
  | { readonly kind: 'external'; readonly package: string; readonly name: string; readonly via: readonly Hop[] }
  /** Some import on the way leads nowhere. */
  | { readonly kind: 'unresolved'; readonly specifier: string; readonly via: readonly Hop[] }

const memos = new WeakMap<ModuleGraph, Map<string, FoundExport | null>>()

/**
 * @returns null when `file` has no such ES export, so also for CommonJS modules: those are the caller's.
 * A name that two `export *` offer is taken from the first, as ambiguity is an error at run time only if it is used.
 */
export function findExport(graph: ModuleGraph, file: string, name: string): FoundExport | null {
  let memo = memos.get(graph)
  if (memo === undefined) memos.set(graph, (memo = new Map()))
  const key = `${file}\0${name}`
  const known = memo.get(key)
  if (known !== undefined) return known
  const found = search(graph, file, name, [], new Set())
  memo.set(key, found)
  return found
}

export interface ExportedNames {
  readonly names: ReadonlySet<string>
  /** A star leads out of the project or to CommonJS: there may be more. */
  readonly open: boolean
}

/** Every value that a module exports. */
export function exportedNames(graph: Pick<ModuleGraph, 'modules'>, file: string, seen = new Set<string>()): ExportedNames {
  const names = new Set<string>()
  const module = graph.modules.get(file)
  let open = module === undefined || module.facts.error !== null
  if (module === undefined || seen.has(file)) return { names, open }
  seen.add(file)
  for (const [i, fact] of module.facts.exports.entries()) {
    if (fact.typeOnly) continue
    if (fact.kind !== 'star') names.add(fact.exported)
    else {
      const target = module.exportTargets[i]
      if (target?.kind !== 'file') { open = true; continue }
      const inner = exportedNames(graph, target.file, seen)
      for (const name of inner.names) if (name !== 'default') names.add(name)
      open ||= inner.open || graph.modules.get(target.file)?.facts.exports.length === 0
    }
  }
  return { names, open }
}

function search(graph: ModuleGraph, file: string, name: string, via: readonly Hop[], seen: Set<string>): FoundExport | null {
  const key = `${file}\0${name}`
  const module = graph.modules.get(file)
  if (module === undefined || seen.has(key)) return null
  seen.add(key)
  const stars: [Extract<ExportFact, { kind: 'star' }>, Target][] = []
  for (const [i, fact] of module.facts.exports.entries()) {
    if (fact.typeOnly) continue
    const hop = { file, at: { start: fact.start, end: fact.end } }
    if (fact.kind === 'star') {
      const target = module.exportTargets[i]
      if (target && name !== 'default') stars.push([fact, target])
    } else if (fact.exported === name) {
      if (fact.kind === 'from') return follow(graph, module.exportTargets[i], fact.imported, [...via, hop], seen)
      return local(graph, module, fact.local, [...via, hop], via, seen)
    }
  }
  let outside: FoundExport | null = null
  for (const [fact, target] of stars) {
    const found = follow(graph, target, name, [...via, { file, at: { start: fact.start, end: fact.end } }], seen)
    if (found === null) continue
    // What one of our own files defines is sure; that a package has the name is only possible.
    if (found.kind === 'local' || found.kind === 'namespace') return found
    outside ??= found
  }
  return outside
}

/** A local export: of a binding of this module, or of one that it imports. */
function local(
  graph: ModuleGraph, module: Module, name: string | null, passed: readonly Hop[], via: readonly Hop[], seen: Set<string>,
): FoundExport | null {
  const imported = name === null ? null : importOf(module, name)
  if (imported === null) return { kind: 'local', file: module.file, local: name ?? '*default*', via }
  return follow(graph, imported.target, imported.name.imported, passed, seen)
}

export interface ImportOf {
  readonly name: ImportedName
  /** Index into facts.imports. */
  readonly statement: number
  readonly target: Target
}

/** The import that gives a module-level name its value; null when the module declares it itself. */
function importOf(module: Module, binding: string): ImportOf | null {
  for (const [statement, fact] of module.facts.imports.entries()) {
    const name = fact.names.find((each) => each.local === binding)
    const target = module.importTargets[statement]
    if (name !== undefined && target !== undefined) return { name, statement, target }
  }
  return null
}

function follow(
  graph: ModuleGraph, target: Target | null | undefined, name: string, via: readonly Hop[], seen: Set<string>,
): FoundExport | null {
  if (!target || target.kind === 'asset') return null
  if (target.kind === 'external') return { kind: 'external', package: target.name, name, via }
  if (target.kind === 'unresolved') return { kind: 'unresolved', specifier: target.specifier, via }
  return name === '*' ? { kind: 'namespace', file: target.file, via } : search(graph, target.file, name, via, seen)
}
