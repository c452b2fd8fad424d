/** Which modules and links are kept where a bundler takes no module of the application to have side effects: only what is used (Nitro 2). */
import { isInstalled } from '../project/paths.ts'
import type { EntryPoint, ModuleGraph, World } from './graph.ts'
import type { Effect } from './effects.ts'
import { findExport } from './exports.ts'
import { createInclusion, type Inclusion, type Part } from './inclusion.ts'
import type { Shaken } from './shaking.ts'
import type { Link, Survival } from './survival.ts'
import { usageOf } from './usage.ts'

/**
 * A module is evaluated when something of its own is used, by a statement that is kept; it is passed through where it only hands a name on.
 * @param least the least effect for which a statement is kept: 2 for what is surely kept, 1 for what may be
 */
export function leaveOut(graph: ModuleGraph, survival: Survival, entries: readonly EntryPoint[], world: World, least: Effect): Shaken {
  const evaluated = new Set<string>()
  const kept = new Set<Link>()
  const demanded = new Set<string>()
  const inclusions = new Map<string, Inclusion | null>()
  const work: (() => void)[] = []
  const survives = (link: Link): boolean => link.edge.dropped === null && survival.boundary(link.edge, world) === null

  function inclusionOf(file: string): Inclusion | null {
    let known = inclusions.get(file)
    if (known !== undefined) return known
    const body = graph.body(file)
    known = body === null ? null : createInclusion(graph, body, least, (binding, part) => { work.push(() => { useImport(file, binding, part) }) })
    inclusions.set(file, known)
    return known
  }

  function evaluate(file: string): void {
    if (evaluated.has(file)) return
    evaluated.add(file)
    work.push(() => {
      const links = survival.links(file)
      if (links.length === 0) return
      for (const link of links) if (survives(link) && (isInstalled(file) || survival.purity.of(link.edge.to) === null)) { kept.add(link); evaluate(link.edge.to) }
      inclusionOf(file)?.run()
    })
  }

  function useImport(file: string, binding: number, part: Part): void {
    const imported = usageOf(graph, file)?.imports.get(binding)
    if (imported === undefined) return
    const names = graph.body(file)?.imports.find((each) => each.binding === binding)?.imported === '*' && part !== null ? [part] : imported.names
    for (const link of survival.links(file)) if (link.import === imported.statement) for (const name of names) follow(link, name, name === part ? null : part)
  }

  function follow(link: Link, name: string, part: Part): void {
    if (!survives(link)) return
    kept.add(link)
    demand(link.edge.to, name, part)
  }

  function demand(file: string, name: string, part: Part): void {
    const key = `${file}\0${name}\0${part ?? ''}`
    if (demanded.has(key)) return
    demanded.add(key)
    work.push(() => {
      const facts = graph.modules.get(file)?.facts
      // CommonJS, or not understood: importing it is using all of it.
      if (facts === undefined || facts.error !== null || facts.exports.length === 0) { evaluate(file); return }
      const usage = usageOf(graph, file)
      let found = false
      for (const [i, fact] of facts.exports.entries()) {
        if (fact.typeOnly || fact.kind === 'star' || (name !== '*' && fact.exported !== name)) continue
        found = true
        if (fact.kind === 'from') for (const link of linksOfExport(file, i)) follow(link, fact.imported, part)
        else {
          const binding = usage?.exports.get(fact.exported)
          if (binding === undefined || usage?.imports.has(binding) !== true) evaluate(file)
          if (binding !== undefined) inclusionOf(file)?.use(binding, part)
        }
      }
      if (found && name !== '*') return
      for (const [i, fact] of facts.exports.entries()) {
        if (fact.kind !== 'star' || fact.typeOnly) continue
        for (const link of linksOfExport(file, i)) if (name === '*' || mayExport(link.edge.to, name)) follow(link, name, part)
      }
    })
  }

  const linksOfExport = (file: string, index: number): readonly Link[] => survival.links(file).filter((link) => link.export === index)
  const mayExport = (file: string, name: string): boolean => findExport(graph, file, name) !== null || graph.modules.get(file)?.facts.exports.length === 0

  for (const { file, names = 'all' } of entries) {
    evaluate(file)
    for (const name of names === 'all' ? ['*'] : names) demand(file, name, null)
  }
  for (let task = work.pop(); task !== undefined; task = work.pop()) task()
  return { evaluated, kept }
}
