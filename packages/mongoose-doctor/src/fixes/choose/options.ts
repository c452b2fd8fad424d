/** What could be done about one finding, best first. */
import type { RuleContext } from '../../rules/context.ts'
import type { ModelRemedy } from '../../rules/diagnosis.ts'
import { isShaken, refusalOf } from '../../rules/importable.ts'
import { holderRefusal, leadsTo, reachRefusal } from './targets.ts'
import type { Refusal, Wish } from '../types.ts'

export interface Options {
  /** Each is enough by itself. */
  readonly ways: readonly (readonly Wish[])[]
  /** Why the others were left out, in the same order of preference. */
  readonly refusals: readonly Refusal[]
}

/**
 * Mends the import that does nothing; makes a late import() a static one; else imports the model where it is needed; else,
 * where that would close a circle, in each entry.
 */
export function optionsFor(context: RuleContext, remedy: ModelRemedy): Options {
  const ways: (readonly Wish[])[] = []
  const refusals: Refusal[] = []
  const offer = (wishes: readonly (Wish | Refusal)[]): void => {
    const refused = wishes.find((w) => 'reason' in w)
    if (refused !== undefined) refusals.push(refused)
    else if (wishes.length > 0) ways.push(wishes.flatMap((w) => ('reason' in w ? [] : w)))
  }
  const { inert, late } = remedy
  if (inert !== null) {
    const target = importedAt(context, inert.file, inert.start)
    if (target !== null) offer([wishFor(context, remedy, inert.file, target, { inert: inert.start })])
  }
  const targets = remedy.definedIn.slice(0, MOST_TARGETS)
  // What is imported dynamically decides which of the definitions is meant.
  const meant = late === null ? null : dynamicTarget(context, late.file, late.start)
  if (late !== null && meant !== null) offer([wishFor(context, remedy, late.file, meant, { late: late.start })])
  for (const target of targets) {
    const refused = refusalOf(context, remedy.app.app, target)
    if (refused !== null) { refusals.push({ reason: refused }); continue }
    offer([wishFor(context, remedy, remedy.file, target)])
  }
  for (const target of targets) {
    if (refusalOf(context, remedy.app.app, target) !== null) continue
    offer([...new Set(remedy.entries)].sort().map((entry) => wishFor(context, remedy, entry, target)))
  }
  return { ways, refusals }
}

const MOST_TARGETS = 2

interface Why { readonly late?: number; readonly inert?: number }

function wishFor(context: RuleContext, { app: { app }, model }: ModelRemedy, file: string, target: string, why: Why = {}): Wish | Refusal {
  const refused = holderRefusal(context, app, file) ?? reachRefusal(context, file, target)
  if (refused !== null) return refused
  if (leadsTo(context, app, target, file)) return { reason: `an import of ${target} in ${file} would close a circle of imports` }
  const form = isShaken(context, app, target) ? 'value' : 'effect'
  return { kind: 'import', file, app, target, model: model.name, form, late: why.late ?? null, inert: why.inert ?? null }
}

function importedAt(context: RuleContext, file: string, at: number): string | null {
  const module = context.graph.modules.get(file)
  const index = module?.facts.imports.findIndex((fact) => fact.start === at) ?? -1
  const target = module?.importTargets[index]
  return target?.kind === 'file' ? target.file : null
}

function dynamicTarget(context: RuleContext, file: string, at: number): string | null {
  const module = context.graph.modules.get(file)
  const index = module?.facts.dynamic.findIndex((fact) => fact.via === 'import' && fact.start === at) ?? -1
  const target = module?.dynamicTargets[index]
  return target?.kind === 'file' ? target.file : null
}
