/** What asking a module for one of its names comes to, when only what is used counts. */
import type { BindingId } from '../facts/ir.ts'
import { findExport } from './exports.ts'
import type { ModuleGraph } from './graph.ts'
import type { Link, Survival } from './survival.ts'
import { usageOf } from './usage.ts'

export interface Asked {
  /** The module itself has to run: it defines the name, or it is not understood. */
  readonly runs: boolean
  /** Bindings of its own that are used then. */
  readonly bindings: readonly BindingId[]
  /** Where the name is handed on from, and what it is called there. */
  readonly links: readonly { readonly link: Link; readonly name: string }[]
}

/** @param name an export; `*`: all of them */
export function askedOf(graph: ModuleGraph, survival: Survival, file: string, name: string): Asked {
  const facts = graph.modules.get(file)?.facts
  // CommonJS, or not understood: importing it is using all of it.
  if (facts === undefined || facts.error !== null || facts.exports.length === 0) return { runs: true, bindings: [], links: [] }
  const usage = usageOf(graph, file)
  const linksOf = (index: number): readonly Link[] => survival.links(file).filter((link) => link.export === index)
  const bindings: BindingId[] = []
  const links: { link: Link; name: string }[] = []
  let runs = false
  let found = false
  for (const [i, fact] of facts.exports.entries()) {
    if (fact.typeOnly || fact.kind === 'star' || (name !== '*' && fact.exported !== name)) continue
    found = true
    if (fact.kind === 'from') for (const link of linksOf(i)) links.push({ link, name: fact.imported })
    else {
      const binding = usage?.exports.get(fact.exported)
      if (binding === undefined || usage?.imports.has(binding) !== true) runs = true
      if (binding !== undefined) bindings.push(binding)
    }
  }
  if (found && name !== '*') return { runs, bindings, links }
  for (const [i, fact] of facts.exports.entries()) {
    if (fact.kind !== 'star' || fact.typeOnly) continue
    for (const link of linksOf(i)) if (name === '*' || mayExport(graph, link.edge.to, name)) links.push({ link, name })
  }
  return { runs, bindings, links }
}

/** Whether a module hands a name on by an import and an export list, which Rollup takes for a use of the module; it does not take `export … from` for one. */
export function handsOnImported(graph: ModuleGraph, file: string, name: string): boolean {
  const handed = (graph.modules.get(file)?.facts.exports ?? []).flatMap((fact) => (fact.kind === 'from' && !fact.typeOnly && fact.imported !== '*' && (name === '*' || fact.exported === name) ? [fact.end] : []))
  return handed.some((end) => !NAMES_ITS_SOURCE.test(graph.text(file).slice(end)))
}

/** What follows a name in `export { a, b } from 'x'`; the module record knows no difference to `import { a } from 'x'` and `export { a }`. */
const NAMES_ITS_SOURCE = /^[^}'"]*\}\s*from\b/

/** A module without exports may be CommonJS, which exports anything. */
const mayExport = (graph: ModuleGraph, file: string, name: string): boolean =>
  findExport(graph, file, name) !== null || (graph.modules.get(file)?.facts.exports.length ?? 0) === 0
