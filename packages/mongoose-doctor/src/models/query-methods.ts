/** Calls on a Model, a Query or a Document: what they give, and what they look up. */
import type { Site } from '../kernel/place.ts'
import { isKeptOff, isLean } from './autopopulate.ts'
import { runDocumentHooks, runQueryHooks } from './hooks.ts'
import { compiledTo } from './late-change.ts'
import type { Machine } from './machine.ts'
import { needPopulates, needPopulatesOf, needPopulatesOfGiven, populatesOfOption } from './populate.ts'
import { nameIn, single } from './schema-definition.ts'
import { mergeInto, newSchema } from './schema-shape.ts'
import type { SchemaShape } from './schema-shape.ts'
import { NOTHING_PENDING, NO_LOADS, UNKNOWN, isFalse, newQuery } from './value.ts'
import type { ModelRef, PopulateCall, QueryValue, Value } from './value.ts'

/** Operations that give documents, with the position of their options argument. Mongoose 7–9. */
const DOCUMENT_QUERIES: ReadonlyMap<string, number> = new Map([
  ['find', 2], ['findOne', 2], ['findById', 2], ['findOneAndUpdate', 2], ['findByIdAndUpdate', 2], ['findOneAndDelete', 1], ['findByIdAndDelete', 1],
  ['findOneAndReplace', 2], ['findOneAndRemove', 1], ['findByIdAndRemove', 1], ['where', 9], ['$where', 9],
])
/** Operations whose result has no documents: a populate on them does nothing. */
const COUNTING_QUERIES = new Set(['countDocuments', 'estimatedDocumentCount', 'count', 'distinct', 'exists', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany', 'replaceOne', 'update', 'remove'])

/** How hooks name an operation. */
const hookName = (operation: string): string => {
  switch (operation) {
    case 'findById': return 'findOne'
    case 'findByIdAndUpdate': return 'findOneAndUpdate'
    case 'findByIdAndDelete': return 'findOneAndDelete'
    case 'findByIdAndRemove': return 'findOneAndRemove'
    case 'where': case '$where': return 'find'
    default: return operation
  }
}

/** `Model.<name>(…)`. */
export function callModel(machine: Machine, model: ModelRef, name: string, args: readonly Value[], site: Site): Value {
  const options = DOCUMENT_QUERIES.get(name)
  if (options !== undefined) {
    const query = newQuery(model, hookName(name), [...populatesOfOption(machine, args[options], site)])
    query.keptOff = isKeptOff(machine, args[options])
    // `find(filter, projection, options)`: options may ask for plain objects too.
    if (args.length > 2 || (args[1] !== undefined && !keepsId(machine, 'projection', args[1]))) query.shape = null
    return { kind: 'query', query }
  }
  if (COUNTING_QUERIES.has(name)) return { kind: 'query', query: newQuery(model, name) }
  const document = (many: boolean): Value => ({ kind: 'document', model, many })
  const promise = (value: Value): Value => ({ kind: 'promise', value, pending: NOTHING_PENDING })
  switch (name) {
    case 'populate': {
      const [documents = UNKNOWN, ...rest] = args
      if (!isNothing(documents)) needPopulatesOfGiven(machine, model, documents, { args: rest, site, isSettled: machine.isSettled })
      return promise(documents)
    }
    case 'create':
      if (!isNothing(args[0])) machine.sends(model, name, site)
      needChildren(machine, model, args, site)
      runDocumentHooks(machine, model, ['validate', 'save'], site)
      return promise(document(args.length > 1))
    case 'insertMany':
      if (!isNothing(args[0])) machine.sends(model, name, site)
      needChildren(machine, model, args.slice(0, 1), site)
      runDocumentHooks(machine, model, ['insertMany'], site)
      needPopulates(machine, model, populatesOfOption(machine, args[1], site))
      return promise(document(true))
    case 'hydrate': case 'castObject': return document(false)
    case 'discriminator': return discriminator(machine, model, args, site)
    // An aggregation is sent when it is awaited, which is mostly here.
    case 'aggregate': case 'bulkWrite': case 'bulkSave': machine.sends(model, name, site); break
    case 'init': case 'ensureIndexes': case 'syncIndexes': case 'createIndexes': case 'createCollection': return promise(UNKNOWN)
    default: break
  }
  const own = machine.index.schemaOf(model, site.file)?.statics.get(name)
  if (own !== undefined) return machine.call(own, args, { kind: 'model', model }, site)
  if (name === 'paginate') return promise(paginate(machine, model, args[1], site))
  if (name === 'paginateSubDocs') {
    needPopulates(machine, model, pagedPopulates(machine, args[1], site))
    return promise(UNKNOWN)
  }
  machine.escape(args, site)
  return UNKNOWN
}

/** mongoose-paginate-v2: its `populate` runs on the page that is found. */
function paginate(machine: Machine, model: ModelRef, options: Value | undefined, site: Site): Value {
  machine.sends(model, 'paginate', site)
  needPopulates(machine, model, populatesOfOption(machine, options, site))
  runQueryHooks(machine, model, 'find', site, !isKeptOff(machine, options))
  return UNKNOWN
}

/** `paginateSubDocs(query, { populate | pagingOptions })`: the page is made of what is populated. */
function pagedPopulates(machine: Machine, options: Value | undefined, site: Site): readonly PopulateCall[] {
  const value = options === undefined ? null : single(machine.force(options))
  const paging = value?.kind === 'object' ? value.object.props.get('pagingOptions')?.all : null
  const list = paging === null || paging === undefined ? null : single(machine.force(paging))
  const each = list?.kind === 'object' && list.object.items !== null ? list.object.items : list === null ? [] : [list]
  return [...populatesOfOption(machine, options, site), ...each.flatMap((one) => populatesOfOption(machine, one, site))]
}

/** `new Model({ kind: 'Child' })` and the like: what is given says which discriminator it is of. */
export function needChildren(machine: Machine, model: ModelRef, given: readonly Value[], site: Site): void {
  const schema = machine.index.schemaOf(model, site.file)
  if (schema === null || schema.children.length === 0) return
  for (const each of given) {
    const value = single(machine.force(each))
    if (value.kind !== 'object') continue
    if (value.object.items !== null) { needChildren(machine, model, value.object.items, site); continue }
    const kind = single(machine.force(value.object.props.get(schema.discriminatorKey)?.all ?? UNKNOWN))
    const child = kind.kind === 'constant' && typeof kind.value === 'string' ? schema.children.find((one) => one.value === kind.value) : undefined
    if (child !== undefined) machine.need({ model: child.model, site, how: 'child', path: null, owner: model.name, ref: null, certain: true, sent: null, loads: NO_LOADS })
  }
}

/** `Base.discriminator(name, schema, value)`. */
export function discriminator(machine: Machine, base: ModelRef, args: readonly Value[], site: Site): Value {
  const name = args[0] === undefined ? null : single(machine.force(args[0]))
  const schema = args[1] === undefined ? null : single(machine.force(args[1]))
  if (name?.kind !== 'constant' || typeof name.value !== 'string') {
    machine.unknown(site, 'the name of a discriminator is computed at run time')
    return UNKNOWN
  }
  const parent = machine.index.schemaOf(base, site.file)
  const child = schema?.kind === 'schema' ? extended(parent, schema.schema, site) : null
  if (child !== null && parent !== null && !parent.discriminators.includes(child)) parent.discriminators.push(child)
  const model: ModelRef = { name: name.value, connection: base.connection, schema: child, site: machine.definedAt(name.value, site), base }
  machine.register(model, true)
  if (parent !== null && !parent.children.some((one) => one.model.name === model.name)) parent.children.push({ model, value: valueOf(machine, args[2], name.value) })
  if (schema?.kind === 'schema') compiledTo(machine, schema.schema, model, site)
  return { kind: 'model', model }
}

/** `discriminator(name, schema, value)` or `{ value }`; its name where none is given. */
function valueOf(machine: Machine, given: Value | undefined, name: string): string | null {
  const value = given === undefined ? UNKNOWN : single(machine.force(given))
  const inner = value.kind === 'object' ? single(machine.force(value.object.props.get('value')?.all ?? { kind: 'constant', value: name })) : value
  if (given === undefined || (inner.kind === 'constant' && (inner.value === undefined || inner.value === null))) return name
  return inner.kind === 'constant' && typeof inner.value === 'string' ? inner.value : null
}

/** A discriminator has the paths, hooks and methods of its base besides its own. */
function extended(parent: SchemaShape | null, own: SchemaShape, site: Site): SchemaShape {
  const schema = newSchema(site)
  if (parent !== null) mergeInto(schema, parent)
  mergeInto(schema, own)
  return schema
}

/** `query.<name>(…)`: changes the query in place, or runs it. */
export function callQuery(machine: Machine, query: QueryValue, name: string, args: readonly Value[], site: Site): Value {
  const self: Value = { kind: 'query', query }
  switch (name) {
    case 'populate':
      if (!query.populates.some((p) => p.site.file === site.file && p.site.start === site.start && p.args.length === args.length && p.args.every((a, i) => a === args[i]))) query.populates.push({ args, site, isSettled: machine.isSettled, had: machine.had })
      return self
    case 'lean':
      query.keptOff = isLean(machine, args[0])
      if (query.shape !== null && !isFalse(args[0])) query.shape = args.length === 0 || isTrue(args[0]) ? 'lean' : null
      return self
    case 'select': case 'projection': case 'transform': case 'setOptions':
      if (name === 'setOptions') {
        query.keptOff ||= isKeptOff(machine, args[0])
        query.populates.push(...populatesOfOption(machine, args[0], site))
      }
      if (!keepsId(machine, name, args[0])) query.shape = null
      return self
    case 'exec': return { kind: 'promise', value: runQuery(machine, query, site), pending: NOTHING_PENDING }
    case 'then': case 'catch': case 'finally': {
      const value = runQuery(machine, query, site)
      return machine.call({ kind: 'method', receiver: { kind: 'promise', value, pending: NOTHING_PENDING }, name }, args, null, site)
    }
    case 'cursor': runQuery(machine, query, site); return { kind: 'document', model: query.model, many: true }
    case 'clone': return { kind: 'query', query: { ...newQuery(query.model, query.operation, [...query.populates]), keptOff: query.keptOff, shape: query.shape } }
    case 'getFilter': case 'getQuery': case 'getUpdate': case 'getOptions': case 'getPopulatedPaths': case 'mongooseOptions': return UNKNOWN
    case 'model': return { kind: 'model', model: query.model }
    default: break
  }
  if (DOCUMENT_QUERIES.has(name) && name !== 'where') { query.operation = hookName(name); return self }
  if (COUNTING_QUERIES.has(name)) { query.operation = name; return self }
  const helper = machine.index.schemaOf(query.model, site.file)?.queryHelpers.get(name)
  if (helper !== undefined) {
    const result = machine.call(helper, args, self, site)
    return result.kind === 'query' ? result : self
  }
  if (name === 'paginate') return { kind: 'promise', value: paginate(machine, query.model, args[0], site), pending: NOTHING_PENDING }
  return self
}

/** The query is sent: what it populates, and what its hooks do, is looked up now. */
export function runQuery(machine: Machine, query: QueryValue, site: Site): Value {
  machine.sends(query.model, query.operation, site)
  machine.giveControlAway()
  if (COUNTING_QUERIES.has(query.operation)) {
    runQueryHooks(machine, query.model, query.operation, site)
    return UNKNOWN
  }
  needPopulates(machine, query.model, query.populates, 'populate', site)
  runQueryHooks(machine, query.model, query.operation, site, !query.keptOff)
  return { kind: 'document', model: query.model, many: query.operation === 'find', ...(query.shape === null ? {} : { shape: query.shape }) }
}

/** A projection that leaves `_id` in; it is excluded only by being named. */
function keepsId(machine: Machine, name: string, projection: Value | undefined): boolean {
  if (name === 'transform' || name === 'setOptions') return false
  const value = projection === undefined ? UNKNOWN : single(machine.force(projection))
  if (value.kind === 'constant') return typeof value.value === 'string' && !value.value.includes('-_id')
  return value.kind === 'object' && !value.object.open && !value.object.props.has('_id')
}

const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true

/** `document.<name>(…)`; an array of documents behaves as an array first (see the interpreter). */
export function callDocument(machine: Machine, model: ModelRef, name: string, args: readonly Value[], site: Site): Value {
  const self: Value = { kind: 'document', model, many: false }
  const promise = (value: Value): Value => ({ kind: 'promise', value, pending: NOTHING_PENDING })
  switch (name) {
    case 'populate': case 'execPopulate':
      if (args.length > 0) needPopulatesOf(machine, model, { args, site, isSettled: machine.isSettled })
      return promise(self)
    case 'save': machine.sends(model, name, site); runDocumentHooks(machine, model, ['validate', 'save'], site); return promise(self)
    case 'validate': runDocumentHooks(machine, model, ['validate'], site); return promise(self)
    case 'deleteOne': case 'remove': case 'updateOne': runDocumentHooks(machine, model, [name], site); return promise(self)
    case 'model': case '$model': return lookUp(machine, model.connection, args[0], site)
    case 'toObject': case 'toJSON': case 'set': case 'depopulate': case 'init': return self
    default: break
  }
  const method = machine.index.schemaOf(model, site.file)?.methods.get(name)
  if (method !== undefined) return machine.call(method, args, self, site)
  machine.escape(args, site)
  return UNKNOWN
}

/** `mongoose.model('X')` and its like: throws at once when X isn't registered. */
export function lookUp(machine: Machine, connection: string, name: Value | undefined, site: Site): Value {
  const value = nameIn(machine, name)
  if (value.kind !== 'constant' || typeof value.value !== 'string') {
    machine.unknown(site, 'the name of the model that is asked for is computed at run time')
    return UNKNOWN
  }
  const model: ModelRef = { name: value.value, connection, schema: null, site, base: null }
  machine.need({ model, site, how: 'lookup', path: null, owner: null, ref: null, certain: true, sent: null, loads: NO_LOADS })
  machine.assume(model)
  return { kind: 'model', model }
}

const isNothing = (value: Value | undefined): boolean =>
  value === undefined || (value.kind === 'constant' && (value.value === null || value.value === undefined)) || (value.kind === 'object' && value.object.items?.length === 0 && !value.object.open)
