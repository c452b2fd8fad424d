/** Which modules and links are kept where a bundler takes no module of the application to have side effects: only what is used (Nitro 2). */
import { isInstalled } from '../project/paths.ts'
import { askedOf, handsOnImported } from './asked.ts'
import type { EntryPoint, ModuleGraph, World } from './graph.ts'
import type { Effect } from './effects.ts'
import { createInclusion, type Inclusion, type Part } from './inclusion.ts'
import type { Shaken } from './shaking.ts'
import type { Link, Survival } from './survival.ts'
import { usageOf } from './usage.ts'

/**
 * A module is evaluated when something of its own is used, by a statement that is kept; it is passed through where it only hands a name on.
 * @param least the least effect for which a statement is kept: 2 for what is surely kept, 1 for what may be; 0 for what Rollup as much as looks at: then a
 * module that hands on what it has imported is looked at too (observed with Nitro 2.12 and 2.13, of what is loaded at the start)
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
      const { runs, bindings, links } = askedOf(graph, survival, file, name)
      if (runs || (least === 0 && handsOnImported(graph, file, name))) evaluate(file)
      for (const binding of bindings) inclusionOf(file)?.use(binding, part)
      for (const one of links) follow(one.link, one.name, part)
    })
  }

  for (const { file, names = 'all' } of entries) {
    evaluate(file)
    for (const name of names === 'all' ? ['*'] : names) demand(file, name, null)
  }
  for (let task = work.pop(); task !== undefined; task = work.pop()) task()
  return { evaluated, kept }
}
