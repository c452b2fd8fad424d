/** `@mongoose-doctor/runtime`: what its helpers define, load and make sure of, as its README says and its tests show. */
import type { Site } from '../kernel/place.ts'
import { RUNTIME } from '../kernel/runtime-package.ts'
import { callMongoose } from '../models/mongoose-api.ts'
import { single } from '../models/schema-definition.ts'
import { DEFAULT_CONNECTION, NOTHING_PENDING, UNKNOWN, UNKNOWN_CONNECTION, allOptions, modelToken, unionOf } from '../models/value.ts'
import type { ConnectionId, Pending, Token, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { readCell } from './assignment.ts'
import { both, settle } from './await.ts'
import { callValue } from './calls.ts'

/** The call of one of its functions; null where `path` is not one. */
export function callRuntime(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  if (!path.startsWith(RUNTIME)) return null
  const [first, second, third] = args
  switch (path.slice(RUNTIME.length + 1)) {
    case 'defineModel': {
      const connection = third === undefined ? DEFAULT_CONNECTION : connectionOf(at, third)
      return at.lookingFirst(connection, () => callMongoose(at, { kind: 'mongoose', connection }, 'model', [first ?? UNKNOWN, second ?? UNKNOWN], site))
    }
    case 'createRegistry': return first ?? UNKNOWN
    case 'lazyModel': {
      const pick = second === undefined ? null : at.force(second)
      return { kind: 'lazyModel', load: first ?? UNKNOWN, pick: pick?.kind === 'constant' && typeof pick.value === 'string' ? pick.value : null }
    }
    case 'ensureModels': return ensure(at, args, site)
    case 'loadMissingModels': return { kind: 'modelLoader', loads: loadsOf(at, first, site) }
    case 'connect': {
      at.opens(DEFAULT_CONNECTION, site)
      at.giveControlAway()
      return { kind: 'promise', value: { kind: 'mongoose', connection: DEFAULT_CONNECTION }, pending: NOTHING_PENDING }
    }
    case 'explainMissingModels': return UNKNOWN
    default: return null
  }
}

/** What `lazyModel()` gave is called: a promise of the model, registered once it is awaited. */
export function callLazyModel(at: Activation, { load, pick }: Value & { readonly kind: 'lazyModel' }, site: Site): Value {
  const { value, pending } = settle(at, callValue(at, load, [], null, site), site)
  return { kind: 'promise', value: modelIn(at, value, pick, site), pending }
}

/** Every model that is asked for is registered once this is awaited: it rejects where one is not. */
function ensure(at: Activation, args: readonly Value[], site: Site): Value {
  let pending: Pending = NOTHING_PENDING
  const models: Value[] = []
  for (const arg of args) {
    // `{ connection }` comes first.
    if (at.force(arg).kind === 'object') continue
    const loaded = isModel(arg) ? { value: arg, pending: NOTHING_PENDING } : settle(at, callValue(at, arg, [], null, site), site)
    const model = modelIn(at, loaded.value, null, site)
    const sure = new Set(allOptions(model).flatMap((o) => (o.kind === 'model' || o.kind === 'modelLookup' ? [modelToken(o.model)] : [])))
    pending = both(pending, both(loaded.pending, sure.size === 1 ? { must: sure, may: new Map() } : NOTHING_PENDING))
    models.push(model)
  }
  return { kind: 'promise', value: at.newArray(models, null, site), pending }
}

/** What each loader of a manifest brings, tried without effect on what is registered here. */
function loadsOf(at: Activation, manifest: Value | undefined, site: Site): Map<string, ReadonlySet<Token>> {
  const loads = new Map<string, ReadonlySet<Token>>()
  const value = manifest === undefined ? UNKNOWN : single(at.force(manifest))
  if (value.kind !== 'object') return loads
  const before = at.state
  for (const [name, cell] of value.object.props) {
    at.state = before.copy()
    loads.set(name, settle(at, callValue(at, readCell(at, cell), [], null, site), site).pending.must)
  }
  at.state = before
  return loads
}

const isModel = (value: Value): boolean => allOptions(value).some((o) => o.kind === 'model' || o.kind === 'modelLookup')

/** The model in what a loader gave: itself, the export that is asked for, the default export, or the only one. */
function modelIn(at: Activation, loaded: Value, pick: string | null, site: Site): Value {
  const value = single(at.force(loaded))
  if (value.kind !== 'namespace' && value.kind !== 'object') return isModel(loaded) ? loaded : UNKNOWN
  if (pick !== null) return at.property(value, pick, site)
  const byDefault = at.property(value, 'default', site)
  if (isModel(byDefault)) return byDefault
  const names = value.kind === 'namespace' ? at.interpreter.modules.exportNames(value.file) : [...value.object.props.keys()]
  const models = names.map((name) => at.property(value, name, site)).filter(isModel)
  return models.length === 0 ? UNKNOWN : unionOf(models)
}

/** `{ connection }` or `{ mongoose }` among the options; one that can't be followed is not guessed. */
function connectionOf(at: Activation, options: Value): ConnectionId {
  const value = single(at.force(options))
  if (value.kind !== 'object') return value.kind === 'constant' ? DEFAULT_CONNECTION : UNKNOWN_CONNECTION
  const given = value.object.props.get('connection')?.all ?? value.object.props.get('mongoose')?.all ?? null
  if (given === null) return value.object.open ? UNKNOWN_CONNECTION : DEFAULT_CONNECTION
  const chosen = single(at.force(given))
  return chosen.kind === 'connection' || chosen.kind === 'mongoose' ? chosen.connection : UNKNOWN_CONNECTION
}
