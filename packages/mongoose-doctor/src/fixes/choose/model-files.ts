/** Which models an application has, and which file of each a list can load. */
import { modelToken } from '../../models/value.ts'
import { isInstalled } from '../../project/paths.ts'
import type { AppState } from '../../registration/entry-states.ts'
import { nameOf } from '../../registration/verdict.ts'
import { exportOf } from '../../rules/advice.ts'
import type { RuleContext } from '../../rules/context.ts'
import { isShaken, refusalOf } from '../../rules/importable.ts'
import { definingFiles } from '../../rules/troubles.ts'
import { leadsTo } from './targets.ts'
import type { ModelList } from '../types.ts'

export interface Listed {
  readonly model: string
  readonly target: string
  /** null: only its evaluation registers the model. */
  readonly exported: string | null
}

export interface Found { readonly listed: readonly Listed[]; readonly leftOut: ModelList['leftOut'] }

/** Every model of the application, each with the file that defines it. */
export function modelsOf(context: RuleContext, app: AppState): Found {
  const { index } = context.program.interpreter
  const listed: Listed[] = []
  const leftOut: { model: string; reason: string }[] = []
  for (const model of index.names()) {
    const tokens = new Set(index.definitions(model).map((definition) => modelToken(definition)))
    const files = [...tokens].flatMap((token) => definingFiles(context, token, app))
    const target = files.find((file) => !isInstalled(file) && refusalOf(context, app.app, file) === null)
    const [refused] = files
    if (target !== undefined) listed.push({ model, target, exported: exportOf(context, target, model) })
    else if (refused !== undefined) leftOut.push({ model, reason: refusalOf(context, app.app, refused) ?? `${refused} belongs to an installed package` })
  }
  return { listed, leftOut }
}

/** A registry loads all its models together: why this one can't be among them; null when it can. */
export function refusalIn(context: RuleContext, app: AppState, file: string, { target, exported }: Listed, all: readonly Listed[]): string | null {
  if (leadsTo(context, app.app, target, file)) return `${target} imports ${file} itself`
  if (exported === null && isShaken(context, app.app, target)) return `${target} exports no model, and ${app.app.compiler.leavesOutUnused === true ? 'Nitro' : '"sideEffects"'} drops an import of which nothing is used`
  const twice = GUARD.test(context.graph.text(target)) ? undefined : all.find((other) => other.target !== target && registers(context, target, other.model))
  return twice === undefined ? null : `${target} defines ${twice.model} as well, which ${twice.target} does: both together are an OverwriteModelError`
}

/** `models.User || model('User', …)`: such a file may come second. */
const GUARD = /\bmodels\b|\bdeleteModel\b/

function registers(context: RuleContext, file: string, model: string): boolean {
  return [...(context.program.interpreter.modules.evaluate(file)?.summary?.must ?? [])].some((token) => token.startsWith('model:') && nameOf(token) === model)
}
