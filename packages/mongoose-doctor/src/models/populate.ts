/** What a populate needs: its arguments in every spelling, against the schema. */
import type { Site } from '../kernel/place.ts'
import type { Machine, Need } from './machine.ts'
import { refPathNames, single } from './schema-definition.ts'
import { isOff } from './schema-methods.ts'
import { admits, childWith, findPath, isOpen } from './schema-shape.ts'
import type { PathShape, Ref, SchemaShape } from './schema-shape.ts'
import { NO_LOADS, UNKNOWN_CONNECTION, allOptions } from './value.ts'
import type { ModelRef, PopulateCall, Value } from './value.ts'
import { runQueryHooks } from './hooks.ts'

/** One path of a populate, read. */
interface PathPopulate {
  readonly path: string
  readonly model: Value | null
  readonly nested: readonly PathPopulate[]
  readonly strict: boolean
  /** False where it is one of several possibilities. */
  readonly certain: boolean
  /** `connection:` of the populate: the name is looked up there. */
  readonly connection: string | null
  readonly site: Site
}

/** What makes it run, and where. */
interface When extends Pick<Need, 'how' | 'sent'> {
  /** The paths that lead to the documents: `role.`. */
  readonly prefix: string
  /** False where the populate stands for one of several models: which path goes with which can't be told. */
  readonly isSettled: boolean
  /** False where only a plugin that may have come too late makes it run. */
  readonly sure: boolean
  /** What the same call populates of documents that are at hand; null: they are yet to be found, so nothing of them is populated before. */
  readonly beside: readonly string[] | null
}

/** Demands every model that these populates look up on documents of `model`. */
export function needPopulates(machine: Machine, model: ModelRef, populates: readonly PopulateCall[], how: Need['how'] = 'populate', sent: Site | null = null, sure = true): void {
  for (const call of populates) {
    const need = (): void => {
      for (const one of readPopulate(machine, call)) needPath(machine, model, one, { how, sent, sure, prefix: '', isSettled: call.isSettled, beside: null }, 0)
    }
    if (call.had === undefined || call.had.size === 0) need()
    else machine.assuming(call.had, need)
  }
}

/** Same, for a document at hand: `document.populate(…)`. */
export function needPopulatesOf(machine: Machine, model: ModelRef, call: PopulateCall): void {
  needAtHand(machine, model, call, { strict: true, sure: true })
}

/** Same, for `Model.populate(documents, …)`, which minds no path that isn't in the schema, for plain objects may have it. */
export function needPopulatesOfGiven(machine: Machine, model: ModelRef, documents: Value, call: PopulateCall): void {
  const owners = ownersOf(machine, model, documents)
  for (const owner of owners) needAtHand(machine, owner, call, { strict: false, sure: owners.length === 1 })
}

/** Whose schema says what their paths refer to: documents have their own model's, plain objects are taken for the model's that populates. Observed on Mongoose 7.8, 8.24 and 9.12. */
function ownersOf(machine: Machine, model: ModelRef, documents: Value): readonly ModelRef[] {
  const value = single(machine.force(documents))
  if (value.kind !== 'document' || value.shape === 'lean' || value.model.name === model.name) return [model]
  // The names are looked up on the connection of the model that populates.
  const owner = { ...value.model, connection: value.model.connection === model.connection ? model.connection : UNKNOWN_CONNECTION }
  return value.shape === 'hydrated' ? [owner] : [owner, model]
}

function needAtHand(machine: Machine, model: ModelRef, call: PopulateCall, { strict, sure }: { readonly strict: boolean; readonly sure: boolean }): void {
  const all = readPopulate(machine, call)
  const beside = all.map(({ path }) => path)
  for (const one of all) needPath(machine, model, { ...one, strict: strict && one.strict }, { how: 'populate', sent: null, sure, prefix: '', isSettled: call.isSettled, beside }, 0)
}

/** Same, for `find(filter, projection, { populate })`. */
export function populatesOfOption(machine: Machine, options: Value | undefined, site: Site): readonly PopulateCall[] {
  if (options === undefined) return []
  const value = single(machine.force(options))
  const populate = value.kind === 'object' ? value.object.props.get('populate')?.all : null
  return populate === undefined || populate === null ? [] : [{ args: [populate], site, isSettled: machine.isSettled }]
}

function readPopulate(machine: Machine, { args: [first, , third], site }: PopulateCall): readonly PathPopulate[] {
  return first === undefined ? [] : readOne(machine, first, third ?? null, { site, certain: true }, 0)
}

function readOne(machine: Machine, raw: Value, model: Value | null, { site, certain }: Pick<PathPopulate, 'site' | 'certain'>, depth: number): readonly PathPopulate[] {
  const value = machine.force(raw)
  if (value.kind === 'union' || value.kind === 'cold') return allOptions(value).flatMap((o) => readOne(machine, o, model, { site, certain: false }, depth))
  if (value.kind === 'constant') {
    if (typeof value.value !== 'string') return []
    const target = model === null ? null : modelArgument(machine, model)
    return value.value.split(' ').filter((p) => p !== '').map((path) => ({ path, model: target, nested: [], strict: true, certain, connection: null, site }))
  }
  if (value.kind !== 'object' || depth > 8) {
    machine.unknown(site, 'the path to populate is computed at run time')
    return []
  }
  const { object } = value
  if (object.items !== null) {
    if (object.open && object.items.length === 0) machine.unknown(site, 'the list of paths to populate is built at run time')
    return object.items.flatMap((item) => readOne(machine, item, null, { site, certain }, depth + 1))
  }
  const get = (name: string): Value | null => object.props.get(name)?.all ?? null
  const path = get('path')
  if (path === null) {
    machine.unknown(site, 'the path to populate is computed at run time')
    return []
  }
  const named = allOptions(machine.force(path))
  const paths = named.flatMap((p) => (p.kind === 'constant' && typeof p.value === 'string' ? p.value.split(' ').filter((x) => x !== '') : []))
  if (paths.length === 0) machine.unknown(site, 'the path to populate is computed at run time')
  const nested = get('populate')
  const strict = get('strictPopulate') ?? optionOf(machine, get('options'), 'strictPopulate')
  const own = get('model')
  const elsewhere = get('connection')
  return paths.map((one) => ({
    path: one,
    model: own === null ? null : modelArgument(machine, own),
    nested: nested === null ? [] : readOne(machine, nested, null, { site, certain }, depth + 1),
    connection: elsewhere === null ? null : connectionOf(single(machine.force(elsewhere))),
    strict: strict === null || !isOff(machine.force(strict)),
    certain: certain && named.length === 1,
    site: object.sites?.get('path') !== undefined && depth > 0 ? (object.sites.get('path') ?? site) : site,
  }))
}

function optionOf(machine: Machine, options: Value | null, name: string): Value | null {
  const value = options === null ? null : single(machine.force(options))
  return value?.kind === 'object' ? (value.object.props.get(name)?.all ?? null) : null
}

/** `model:` of a populate; `undefined` and `null` mean "from the schema". */
function modelArgument(machine: Machine, raw: Value): Value | null {
  const value = single(machine.force(raw))
  return value.kind === 'constant' && (value.value === undefined || value.value === null) ? null : value
}

/** `connection:` as written; one that can't be followed is not guessed. */
function connectionOf(value: Value): string | null {
  if (value.kind === 'connection' || value.kind === 'mongoose') return value.connection
  return value.kind === 'constant' ? null : UNKNOWN_CONNECTION
}

function needPath(machine: Machine, model: ModelRef, populate: PathPopulate, when: When, depth: number): void {
  const schema = machine.index.schemaOf(model, populate.site.file)
  const base = { site: populate.site, path: populate.path, owner: model.name, how: when.how, sent: when.sent, loads: schema?.loads ?? NO_LOADS }
  const shape = schema === null ? null : findPath(schema, populate.path)
  if (schema !== null && shape === null && when.isSettled && populate.strict && !admits(schema, populate.path)) {
    machine.stray({ path: populate.path, full: when.prefix + populate.path, owner: model, site: populate.site, how: when.how, certain: populate.certain })
  }
  if (schema !== null && shape === null && needAcross(machine, model, schema, populate, when, depth)) return
  const child = schema === null || !populate.strict || !when.isSettled || schema.lenient ? null : childWith(schema, populate.path)
  if (child !== null) machine.need({ model: child.model, ref: null, certain: populate.certain, ...base, how: 'child' })
  if (populate.model !== null) {
    const target = targetOfModelArgument(machine, populate.model, populate.connection ?? model.connection, populate.site)
    // An explicit model on a path that isn't in the schema never gets as far as the look-up (StrictPopulateError).
    if (target === null || (schema !== null && shape === null && populate.strict && !isOpen(schema, populate.path))) return
    if (target.byName) machine.need({ model: target.model, ref: populate.site, certain: when.sure, ...base })
    else machine.populatesByValue({ ...base, model: target.model.name })
    follow(machine, target.model, populate, when, depth)
    return
  }
  if (schema === null) {
    machine.unknown(populate.site, `the schema of model ${model.name} can't be found, so the ref of "${populate.path}" is unknown`)
    return
  }
  if (shape === null) {
    if (isOpen(schema, populate.path)) machine.unknown(populate.site, `part of the schema of ${model.name} is computed, so the ref of "${populate.path}" is unknown`)
    return
  }
  if (shape.ref !== null) needRef(machine, model, schema, populate, shape, shape.ref, base, when, depth)
}

/**
 * `course.chapters` of an enrolment. Observed: where the course was populated before, its own schema is asked; where it is not, or is by this very call or
 * query, nothing is looked up, even with a `model`. True if the path leads through a ref.
 */
function needAcross(machine: Machine, model: ModelRef, schema: SchemaShape, populate: PathPopulate, when: When, depth: number): boolean {
  const parts = populate.path.split('.')
  if (parts.length > MOST_PARTS) return false
  for (let cut = parts.length - 1; cut > 0; cut--) {
    const head = parts.slice(0, cut).join('.')
    const ref = findPath(schema, head)?.ref ?? null
    if (ref?.kind !== 'name' && ref?.kind !== 'model') continue
    if (when.beside === null || when.beside.includes(`${when.prefix}${head}`)) return true
    const target: ModelRef = ref.kind === 'model' ? ref.model : { name: ref.name, connection: model.connection, schema: null, site: ref.site, base: null }
    const rest = { ...populate, path: parts.slice(cut).join('.'), strict: false, certain: false }
    needPath(machine, target, rest, { ...when, prefix: `${when.prefix}${head}.`, sure: false }, depth + 1)
    return true
  }
  return false
}
/** A longer path is not followed through refs. */
const MOST_PARTS = 16

function needRef(machine: Machine, model: ModelRef, schema: SchemaShape, populate: PathPopulate, shape: PathShape, ref: Ref, base: Omit<Need, 'model' | 'ref' | 'certain'>, when: When, depth: number): void {
  const connection = populate.connection ?? model.connection
  switch (ref.kind) {
    case 'name': {
      const target: ModelRef = { name: ref.name, connection, schema: null, site: ref.site, base: null }
      machine.need({ model: target, ref: ref.site, certain: when.sure, ...base })
      follow(machine, target, populate, when, depth)
      return
    }
    case 'model':
      machine.populatesByValue({ site: populate.site, path: populate.path, owner: model.name, model: ref.model.name })
      follow(machine, ref.model, populate, when, depth)
      return
    case 'path': {
      const names = refPathNames(schema, ref.path, populate.path)
      if (names === null) machine.unknown(populate.site, `"${populate.path}" takes its model's name from "${ref.path}" (refPath), which has no enum`)
      for (const name of names ?? []) {
        const target: ModelRef = { name, connection, schema: null, site: ref.site, base: null }
        machine.need({ model: target, ref: shape.site, certain: false, ...base })
        follow(machine, target, { ...populate, nested: populate.nested.map((one) => ({ ...one, certain: false })) }, when, depth)
      }
      return
    }
    case 'unknown':
      machine.unknown(populate.site, `the ref of ${model.name}.${populate.path} can't be read: ${ref.why}`)
  }
}

/** Nested populates run on the documents found, and so do the target's own find hooks. */
function follow(machine: Machine, target: ModelRef, populate: PathPopulate, { sent, prefix, isSettled, sure }: When, depth: number): void {
  if (depth > 6) return
  // Observed: where the target is a discriminator, paths that it doesn't have are let pass.
  const isChild = target.base !== null || machine.index.definitions(target.name).some((d) => d.base !== null)
  for (const nested of populate.nested) {
    needPath(machine, target, { ...nested, strict: nested.strict && !isChild }, { how: 'populate', sent, prefix: `${prefix}${populate.path}.`, isSettled, sure, beside: null }, depth + 1)
  }
  runQueryHooks(machine, target, 'find', populate.site)
}

function targetOfModelArgument(machine: Machine, value: Value, connection: string, site: Site): { model: ModelRef; byName: boolean } | null {
  if (value.kind === 'constant' && typeof value.value === 'string') return { model: { name: value.value, connection, schema: null, site, base: null }, byName: true }
  if (value.kind === 'model' || value.kind === 'modelLookup') return { model: value.model, byName: false }
  machine.unknown(site, 'the model to populate with is computed at run time')
  return null
}
