/** `mongoose`, its connections and its registry: what their members are and what calling them does. */
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import { discriminator, lookUp } from './query-methods.ts'
import { nameIn, single } from './schema-definition.ts'
import { compiledTo } from './late-change.ts'
import { callSchema, isOff, makeSchema } from './schema-methods.ts'
import { compiled } from './schema-shape.ts'
import { NOTHING_PENDING, UNKNOWN, isFalse } from './value.ts'
import type { ConnectionId, ModelRef, Value } from './value.ts'

/** `import { name } from 'mongoose'`, `mongoose.<name>`, `connection.<name>`. */
export function mongooseMember(connection: ConnectionId, name: string, of: 'mongoose' | 'connection'): Value {
  switch (name) {
    case 'Schema': return { kind: 'schemaClass' }
    case 'models': return { kind: 'models', connection }
    case 'connection': return { kind: 'connection', connection }
    case 'default': case 'mongoose': case 'base': return of === 'mongoose' || name === 'base' ? { kind: 'mongoose', connection } : UNKNOWN
    // A cold process is not connected.
    case 'readyState': return { kind: 'cold', cold: 0, warm: UNKNOWN }
    case 'connections': return { kind: 'method', receiver: { kind: of, connection }, name }
    case 'db': case 'client': case 'host': return { kind: 'cold', cold: undefined, warm: UNKNOWN }
    case 'model': case 'createConnection': case 'connect': case 'deleteModel': case 'modelNames': case 'useDb': case 'asPromise': case 'plugin': case 'set': case 'Mongoose':
    case 'discriminator': case 'getClient': case 'openUri': case 'disconnect': case 'close': case 'destroy': case 'on': case 'once': case 'addListener':
      return { kind: 'method', receiver: { kind: of, connection }, name }
    default: return { kind: 'global', path: `mongoose.${name}` }
  }
}

/** Calls on mongoose or a connection. */
export function callMongoose(machine: Machine, receiver: { readonly kind: 'mongoose' | 'connection'; readonly connection: ConnectionId }, name: string, args: readonly Value[], site: Site): Value {
  const { connection } = receiver
  switch (name) {
    case 'model': return isDefinition(args) ? define(machine, connection, args, site) : lookUp(machine, connection, args[0], site)
    case 'createConnection': {
      const made = `${site.file}@${site.start}`
      machine.makes(made, site)
      return { kind: 'connection', connection: made }
    }
    case 'Mongoose': return { kind: 'mongoose', connection: `${site.file}@${site.start}` }
    case 'connect': case 'openUri': {
      const pending = keepsNothing(machine, args[1]) ? machine.opensUnbuffered(connection, site) : machine.opensBuffered(connection, site)
      for (const arg of args) if (arg.kind === 'function') machine.later(arg, [], site)
      machine.giveControlAway()
      return { kind: 'promise', value: receiver, pending }
    }
    case 'on': case 'once': case 'addListener': {
      const event = args[0] === undefined ? UNKNOWN : single(machine.force(args[0]))
      const [, listener] = args
      if (event.kind === 'constant' && (event.value === 'open' || event.value === 'connected') && listener?.kind === 'function') machine.later(listener, [], site)
      else machine.escape(args, site)
      return receiver
    }
    case 'asPromise': machine.giveControlAway(); return { kind: 'promise', value: receiver, pending: NOTHING_PENDING }
    case 'disconnect': case 'close': case 'destroy': machine.closes(connection, site); machine.giveControlAway(); return { kind: 'promise', value: UNKNOWN, pending: NOTHING_PENDING }
    // Observed: a model asked of `connection.useDb()` is found on the connection that it came from.
    case 'useDb': return receiver
    case 'deleteModel': {
      const value = args[0] === undefined ? UNKNOWN : single(machine.force(args[0]))
      if (value.kind === 'constant' && typeof value.value === 'string') machine.unregister({ name: value.value, connection }, site, true)
      else if (value.kind === 'global' && value.path.startsWith('regex:')) machine.empty(connection, site)
      return receiver
    }
    case 'modelNames': return { kind: 'modelNames', connection }
    case 'plugin': {
      const plugin = args[0] === undefined ? UNKNOWN : single(machine.force(args[0]))
      if (plugin.kind === 'modelLoader') machine.loadOnDemand(connection, plugin.loads)
      else {
        machine.plugInto(connection, site)
        callSchema(machine, machine.everySchema, 'plugin', args, site)
      }
      return receiver
    }
    case 'set': {
      const [key, value] = args.map((arg) => single(machine.force(arg)))
      const given = (option: string): Value | null => (key?.kind === 'object' ? (key.object.props.get(option)?.all ?? null) : key?.kind === 'constant' && key.value === option ? (value ?? null) : null)
      const strict = given('strictPopulate')
      if (strict !== null && isOff(machine.force(strict))) machine.allowStrays(site)
      const buffers = given('bufferCommands')
      if (buffers !== null && isFalse(single(machine.force(buffers)))) machine.buffersNothing()
      return receiver
    }
    default:
      machine.escape(args, site)
      return UNKNOWN
  }
}

/** `connect(uri, { bufferCommands: false })`. */
function keepsNothing(machine: Machine, options: Value | undefined): boolean {
  const given = options === undefined ? UNKNOWN : single(machine.force(options))
  const buffers = given.kind === 'object' ? given.object.props.get('bufferCommands')?.all ?? null : null
  // What the connection says goes before what is said of all.
  return buffers === null ? !machine.isBuffering && (options === undefined || given.kind === 'object' || given.kind === 'constant') : isFalse(single(machine.force(buffers)))
}

/** `model(name, schema)` defines, `model(name)` asks. */
function isDefinition(args: readonly Value[]): boolean {
  const [, schema] = args
  return schema !== undefined && !(schema.kind === 'constant' && (schema.value === undefined || schema.value === null))
}

function define(machine: Machine, connection: ConnectionId, args: readonly Value[], site: Site): Value {
  const [first, second] = args
  const name = nameIn(machine, first)
  if (name.kind !== 'constant' || typeof name.value !== 'string') {
    machine.unknown(site, 'the name of a model is computed at run time')
    return UNKNOWN
  }
  const given = second === undefined ? UNKNOWN : single(machine.force(second))
  // A plain object is made into a schema by mongoose.
  const value = given.kind === 'object' ? makeSchema(machine, [given], site) : given
  return compile(machine, { name: name.value, connection, site: machine.definedAt(name.value, site) }, value, site, true)
}

/**
 * A model is made of a schema, with the discriminators that this declares.
 * @param refuses it throws where the name is taken
 */
export function compile(machine: Machine, named: Pick<ModelRef, 'name' | 'connection' | 'site' | 'feature'>, schema: Value, site: Site, refuses: boolean): Value & { readonly kind: 'model' } {
  const model: ModelRef = { ...named, schema: schema.kind === 'schema' ? compiled(schema.schema) : null, base: null }
  machine.register(model, refuses)
  if (schema.kind === 'schema') {
    compiledTo(machine, schema.schema, model, site)
    for (const each of schema.schema.declared) discriminator(machine, model, each, site)
  }
  return { kind: 'model', model }
}

/** `mongoose.models.X`. @param isVain whether the program defines no model of that name */
export function modelOf(connection: ConnectionId, name: string, site: Site, isVain: boolean): Value {
  return { kind: 'modelLookup', model: { name, connection, schema: null, site, base: null }, ...(isVain ? { vain: true } : {}) }
}
