/** Which links a bundler follows for one entry when some modules are side-effect-free: it starts from what is used. */
import type { Compiler } from '../project/project.ts'
import { askedOf } from './asked.ts'
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
      const { runs, bindings, links } = askedOf(graph, survival, file, name)
      if (runs) evaluate(file)
      for (const binding of bindings) use(file, binding)
      for (const one of links) follow(one.link, one.name)
    })
  }

  for (const { file, names = 'all' } of entries) {
    const drops = compiler.dropsUnusedLoads === true && names !== 'all' && survival.purity.of(file) !== null
    if (!drops) evaluate(file)
    for (const name of names === 'all' ? ['*'] : names) demand(file, name)
  }
  for (let task = work.pop(); task !== undefined; task = work.pop()) task()
  return { evaluated, kept }
}
