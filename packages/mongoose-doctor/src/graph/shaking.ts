/** Which links a bundler follows for one entry when some modules are side-effect-free: it starts from what is used. */
import type { Compiler } from '../project/project.ts'
import { findExport } from './exports.ts'
import type { EntryPoint, ModuleGraph, World } from './graph.ts'
import type { Link, Survival } from './survival.ts'
import { usageOf } from './usage.ts'

export interface Shaken {
  /** Modules whose own code runs. */
  readonly evaluated: ReadonlySet<string>
  /** Links that lead to something that is used, or to a module that runs whenever it is imported. */
  readonly kept: ReadonlySet<Link>
}

/**
 * The fixpoint of: a module that runs evaluates what it imports unless that is side-effect-free; its statements with effects are live;
 * a live statement uses what it mentions; a used import uses that export of its target; a side-effect-free module runs when a name that it
 * defines itself is used, and is passed through when it only hands the name on.
 */
export function shake(graph: ModuleGraph, survival: Survival, compiler: Compiler, entries: readonly EntryPoint[], world: World): Shaken {
  const evaluated = new Set<string>()
  const kept = new Set<Link>()
  /** By file: statements by number, bindings by complement, exports by name. */
  const done = new Map<string, Set<number | string>>()
  const work: (() => void)[] = []
  const once = (file: string, what: number | string, task: () => void): void => {
    let here = done.get(file)
    if (here === undefined) done.set(file, (here = new Set()))
    if (here.has(what)) return
    here.add(what)
    work.push(task)
  }
  const survives = (link: Link): boolean => link.edge.dropped === null && survival.boundary(link.edge, world) === null

  function evaluate(file: string): void {
    if (evaluated.has(file)) return
    evaluated.add(file)
    work.push(() => {
      const links = survival.links(file)
      // Then nothing that its statements mention leads anywhere, and its body need not be read.
      if (links.length === 0) return
      for (const link of links) {
        if (survives(link) && survival.purity.of(link.edge.to) === null) { kept.add(link); evaluate(link.edge.to) }
      }
      const usage = usageOf(graph, file)
      if (usage === null) return
      for (const [i, { effect, bare }] of usage.liveness.entries()) if (effect && !(bare && compiler.dropsBareMentions === true)) statement(file, i)
      // To Turbopack an export list is a use, if the module runs at all; webpack looks for an importer (observed B, st-import-then-export).
      if (compiler.bundler === 'turbopack') for (const [binding, { exported }] of usage.imports) if (exported) use(file, binding)
    })
  }

  function statement(file: string, index: number): void {
    once(file, index, () => {
      for (const binding of usageOf(graph, file)?.liveness[index]?.mentions ?? []) use(file, binding)
    })
  }

  function use(file: string, binding: number): void {
    once(file, ~binding, () => {
      const usage = usageOf(graph, file)
      const imported = usage?.imports.get(binding)
      if (imported === undefined) for (const i of usage?.declaredBy.get(binding) ?? []) statement(file, i)
      else {
        const links = survival.links(file).filter((link) => link.import === imported.statement)
        for (const link of links) for (const name of imported.names) follow(link, name)
      }
    })
  }

  function follow(link: Link, name: string): void {
    if (!survives(link)) return
    kept.add(link)
    if (survival.purity.of(link.edge.to) === null) evaluate(link.edge.to)
    demand(link.edge.to, name)
  }

  function demand(file: string, name: string): void {
    once(file, name, () => {
      const facts = graph.modules.get(file)?.facts
      // CommonJS, or not understood: importing it is using all of it.
      if (facts === undefined || facts.error !== null || facts.exports.length === 0) { evaluate(file); return }
      const usage = usageOf(graph, file)
      let found = false
      for (const [i, fact] of facts.exports.entries()) {
        if (fact.typeOnly || fact.kind === 'star' || (name !== '*' && fact.exported !== name)) continue
        found = true
        if (fact.kind === 'from') for (const link of linksOfExport(file, i)) follow(link, fact.imported)
        else {
          const binding = usage?.exports.get(fact.exported)
          if (binding === undefined || !usage?.imports.has(binding)) evaluate(file)
          if (binding !== undefined) use(file, binding)
        }
      }
      if (found && name !== '*') return
      for (const [i, fact] of facts.exports.entries()) {
        if (fact.kind !== 'star' || fact.typeOnly) continue
        for (const link of linksOfExport(file, i)) {
          if (name !== '*' && findExport(graph, link.edge.to, name) === null && hasExports(link.edge.to)) continue
          found = true
          follow(link, name)
        }
      }
    })
  }

  const linksOfExport = (file: string, index: number): readonly Link[] => survival.links(file).filter((link) => link.export === index)
  const hasExports = (file: string): boolean => (graph.modules.get(file)?.facts.exports.length ?? 0) > 0

  for (const { file, names = 'all' } of entries) {
    const drops = compiler.dropsUnusedLoads === true && names !== 'all' && survival.purity.of(file) !== null
    if (!drops) evaluate(file)
    for (const name of names === 'all' ? ['*'] : names) demand(file, name)
  }
  for (let task = work.pop(); task !== undefined; task = work.pop()) task()
  return { evaluated, kept }
}
