/** How the models that a finding misses can be loaded on the way to the queries that need them. */
import { isDeepStrictEqual } from 'node:util'
import { modelToken } from '../../models/value.ts'
import { missingOf } from '../../registration/verdict.ts'
import type { Demand } from '../../registration/summary.ts'
import { exportOf } from '../../rules/advice.ts'
import type { RuleContext } from '../../rules/context.ts'
import type { ModelRemedy } from '../../rules/diagnosis.ts'
import { refusalOf } from '../../rules/importable.ts'
import { awaitPlace } from '../code/await-place.ts'
import type { Options } from './options.ts'
import { runtimeRefusal } from './runtime-package.ts'
import { readTree } from '../code/syntax.ts'
import type { Source } from '../code/syntax.ts'
import { holderRefusal, reachRefusal } from './targets.ts'
import type { LoadWish, Refusal, Wish } from '../types.ts'

/**
 * For each file that defines the model: before the code that names it; else before the query is sent, for what a branch added to a query is needed
 * by whoever sends it.
 */
export function loadOptions(context: RuleContext, remedy: ModelRemedy, helper: LoadWish['helper']): Options {
  const ways: (readonly Wish[])[] = []
  const refusals: Refusal[] = []
  const canAwait = awaitIn(context)
  // Mostly a query is sent where it is written, and the second way would be the first one again.
  const written = placesOf(context, remedy, canAwait, 'written')
  const sent = placesOf(context, remedy, canAwait, 'sent')
  const orders = isDeepStrictEqual(written, sent) ? [written] : [written, sent]
  for (const target of remedy.definedIn) {
    for (const places of orders) {
      const wishes = 'reason' in places ? places : wishesFor(context, remedy, helper, target, places)
      if ('reason' in wishes) refusals.push(wishes)
      else ways.push(wishes)
    }
  }
  return { ways, refusals }
}

type Places = ReadonlyMap<string, readonly number[]>

function wishesFor(context: RuleContext, { app: { app }, model }: ModelRemedy, helper: LoadWish['helper'], target: string, places: Places): readonly Wish[] | Refusal {
  const refused = refusalOf(context, app, target)
  if (refused !== null) return { reason: refused }
  const exported = exportOf(context, target, model.name)
  if (exported === null) return { reason: `${target} exports no model: what it registers can't be waited for by name` }
  const wishes: Wish[] = []
  for (const [file, at] of places) {
    const reason = runtimeRefusal(context.project, file) ?? reachRefusal(context, file, target)
    if (reason !== null) return reason
    wishes.push({ kind: 'load', file, app, target, model: model.name, exported, helper, places: at })
  }
  return wishes
}

/** Whether an `await` can be put before an offset of a file; each file is parsed once. */
type CanAwait = (file: string, at: number) => boolean

function awaitIn({ graph }: RuleContext): CanAwait {
  const trees = new Map<string, Source | null>()
  return (file, at) => {
    let source = trees.get(file)
    if (source === undefined) trees.set(file, (source = readTree(file, graph.text(file))))
    return source !== null && awaitPlace(source, at) !== null
  }
}

/** For every query, itself or the nearest call on the way to it that an async function makes. */
function placesOf(context: RuleContext, remedy: ModelRemedy, canAwait: CanAwait, first: 'written' | 'sent'): Places | Refusal {
  const places = new Map<string, Set<number>>()
  const token = modelToken(remedy.model)
  for (const state of remedy.app.entries) {
    if (!remedy.entries.includes(state.entry.file)) continue
    for (const demand of missingOf(state)) {
      // What an inert import was to register is needed by many.
      if (demand.token !== token || (remedy.inert === null && demand.need.site.file !== remedy.file)) continue
      const place = placeOf(context, remedy, canAwait, demand, first)
      if ('reason' in place) return place
      places.set(place.file, (places.get(place.file) ?? new Set()).add(place.at))
    }
  }
  return new Map([...places].map(([file, at]) => [file, [...at]]))
}

function placeOf(
  context: RuleContext, { app: { app }, model }: ModelRemedy, canAwait: CanAwait, { need, trail }: Demand, first: 'written' | 'sent',
): { readonly file: string; readonly at: number } | Refusal {
  const query = need.sent === null ? [need.site] : first === 'written' ? [need.site, need.sent] : [need.sent]
  for (const { file, start } of [...query, ...trail.toReversed()]) {
    if (holderRefusal(context, app, file) === null && canAwait(file, start)) return { file, at: start }
  }
  const { line } = context.position(need.site.file, need.site.start)
  return { reason: `no async function leads to what needs ${model.name} at ${need.site.file}:${line}, so nothing can be waited for before it` }
}
