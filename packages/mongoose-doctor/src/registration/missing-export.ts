/** A name that its module does not export is undefined, and to call it throws. Compilers refuse that, or only warn: in JavaScript it is found when it is run. */
import type { Call } from '../facts/ir.ts'
import { exportedNames } from '../graph/exports.ts'
import { nearest } from '../kernel/suggest.ts'
import type { Activation } from './activation.ts'

/** By assignments a module may export what no declaration says. */
const ASSIGNED = /\bexports\s*[.[=]/

/** What is to be said of a call that surely throws by this; null of all others. */
export function callsMissing({ body, file, interpreter: { graph } }: Activation, { callee, optional }: Call): string | null {
  if (callee.kind !== 'name' || callee.binding === null || optional) return null
  const imported = body.imports.find(({ binding }) => binding === callee.binding)
  const module = graph.modules.get(file)
  if (imported === undefined || module === undefined || imported.imported === '*') return null
  const target = module.importTargets[imported.statement]
  const fact = module.facts.imports[imported.statement]
  if (target?.kind !== 'file' || fact === undefined || fact.importEquals) return null
  const from = graph.modules.get(target.file)
  if (from === undefined || from.facts.exports.length === 0 || ASSIGNED.test(graph.text(target.file))) return null
  const { names, open } = exportedNames(graph, target.file)
  if (open || names.has(imported.imported)) return null
  const isDefault = imported.imported === 'default'
  const meant = isDefault ? onlyOf(names) : nearest(imported.imported, names)
  const what = isDefault ? 'has no default export' : `exports no "${imported.imported}"`
  return `${target.file} ${what}${meant === null ? '' : ` (did you mean "${meant}"?)`}: this call throws, and what follows it was not examined`
}

const onlyOf = (names: ReadonlySet<string>): string | null => {
  const [first, ...others] = names
  return first !== undefined && others.length === 0 ? first : null
}
