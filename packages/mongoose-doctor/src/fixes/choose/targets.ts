/** Which files may import a model's file, and what of it. */
import { evaluated } from '../../graph/evaluation.ts'
import { packageOf } from '../../project/packages.ts'
import type { App } from '../../project/project.ts'
import type { RuleContext } from '../../rules/context.ts'
import type { Refusal } from '../types.ts'

/** Why nothing can be written into `file`; null when it can. */
export function holderRefusal(context: RuleContext, app: App, file: string): Refusal | null {
  const module = context.graph.modules.get(file)
  if (module === undefined || !context.project.files.includes(file)) return { reason: `${file} is not a source file of this project` }
  if (module.facts.error !== null) return { reason: `${file} does not parse` }
  if (app.usesDirectives && module.facts.directives.includes('use client')) {
    return { reason: `${file} is a client file, which must not load models` }
  }
  return null
}

/** Another package of the repository is imported only where that is already done: it is known to work then. */
export function reachRefusal(context: RuleContext, file: string, target: string): Refusal | null {
  const [from, to] = [packageOf(context.project, file), packageOf(context.project, target)]
  if (from === to || to === null || from === null) return null
  if (to.name !== null && from.dependencies.has(to.name)) return null
  for (const module of context.graph.modules.values()) {
    if (packageOf(context.project, module.file) !== from) continue
    if (module.importTargets.some((t) => t.kind === 'file' && packageOf(context.project, t.file) === to)) return null
  }
  return { reason: `only ${target} defines it, which belongs to another package (${to.name ?? to.dir})` }
}

/** Whether evaluating `from` already evaluates `to`: an import the other way round would close a circle. */
export function leadsTo(context: RuleContext, app: App, from: string, to: string): boolean {
  const world = app.usesDirectives ? 'server' : 'plain'
  return from === to || evaluated(context.graph, context.project, app.compiler, [{ file: from }], world).modules.includes(to)
}
