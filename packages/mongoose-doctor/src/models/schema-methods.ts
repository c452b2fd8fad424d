/** `schema.add()`, `.virtual()`, `.pre()`, `.plugin()` … : how a schema is built up after `new Schema()`. */
import type { Site } from '../kernel/place.ts'
import { autopopulatedBy, isAutopopulate } from './autopopulate.ts'
import { noteChange, noteOption } from './late-change.ts'
import type { Machine } from './machine.ts'
import { addsMembers } from './plugin-packages.ts'
import { addDefinition, refOf, single, siteOfProperty } from './schema-definition.ts'
import { mergeInto, newSchema, pathShape } from './schema-shape.ts'
import type { SchemaShape } from './schema-shape.ts'
import { UNDEFINED, UNKNOWN, isFalse, newCell } from './value.ts'
import type { Value } from './value.ts'

/** `new Schema(definition, options)`. */
export function makeSchema(machine: Machine, args: readonly Value[], site: Site): Value {
  const schema = newSchema(site)
  const [definition, options] = args
  if (definition !== undefined) {
    const value = single(machine.force(definition))
    // `new Schema([a, b])` merges; `new Schema()` is empty.
    if (value.kind === 'object' && value.object.items !== null) for (const item of value.object.items) addDefinition(machine, schema, item, site)
    else if (!(value.kind === 'constant' && value.value === undefined)) addDefinition(machine, schema, definition, site)
    if (value.kind === 'object' && value.object.items === null) schema.definition = value
  }
  if (options !== undefined) readOptions(machine, schema, options, site)
  return { kind: 'schema', schema }
}

/** The second argument may declare statics, methods, query helpers and virtuals too. */
export function readOptions(machine: Machine, schema: SchemaShape, options: Value, site: Site): void {
  const value = single(machine.force(options))
  if (value.kind !== 'object') return
  const groups = [['statics', schema.statics], ['methods', schema.methods], ['query', schema.queryHelpers]] as const
  for (const [key, into] of groups) {
    const group = value.object.props.get(key)?.all
    const read = group === undefined || group === null ? null : single(group)
    if (read?.kind === 'object') for (const [name, cell] of read.object.props) if (cell.all !== null) into.set(name, cell.all)
  }
  const strict = value.object.props.get('strictPopulate')?.all
  if (strict !== undefined && strict !== null) schema.lenient = isOff(machine.force(strict))
  const buffers = value.object.props.get('bufferCommands')?.all
  if (buffers !== undefined && buffers !== null && isFalse(machine.force(buffers))) isImpatient(machine, schema)
  const key = single(machine.force(value.object.props.get('discriminatorKey')?.all ?? UNKNOWN))
  if (key.kind === 'constant' && typeof key.value === 'string') schema.discriminatorKey = key.value
  const virtuals = value.object.props.get('virtuals')?.all
  const read = virtuals === undefined || virtuals === null ? null : single(virtuals)
  if (read?.kind !== 'object') return
  for (const [name, cell] of read.object.props) {
    const one = cell.all === null ? null : single(cell.all)
    const opts = one?.kind === 'object' ? one.object.props.get('options')?.all : null
    addVirtual(machine, schema, name, opts ?? UNKNOWN, site)
  }
}

function addVirtual(machine: Machine, schema: SchemaShape, path: string, options: Value, site: Site): void {
  const value = single(machine.force(options))
  const ref = value.kind === 'object' ? refOf(machine, value.object, site) : null
  const autopopulate = value.kind === 'object' && value.object.props.has('autopopulate')
  const at = value.kind === 'object' ? (siteOfProperty(value.object, 'ref') ?? site) : site
  schema.virtuals.set(path, pathShape(at, { ref, autopopulate }))
}

/** What calling `schema.<name>(…)` does and gives. */
export function callSchema(machine: Machine, schema: SchemaShape, name: string, args: readonly Value[], site: Site): Value {
  const self: Value = { kind: 'schema', schema }
  const [first, second] = args
  switch (name) {
    case 'add': {
      const prefix = second === undefined ? '' : text(machine, second)
      if (first !== undefined) adding(machine, schema, site, () => addDefinition(machine, schema, first, site, prefix ?? ''))
      return self
    }
    case 'virtual': {
      const path = first === undefined ? null : text(machine, first)
      if (path === null) { schema.open = true; return UNKNOWN }
      if (!schema.virtuals.has(path)) noteChange(machine, schema, { kind: 'virtual', name: path }, site)
      if (second !== undefined) addVirtual(machine, schema, path, second, site)
      else if (!schema.virtuals.has(path)) schema.virtuals.set(path, pathShape(site))
      return { kind: 'virtual', schema, path }
    }
    case 'path': {
      const path = first === undefined ? null : text(machine, first)
      if (second !== undefined && path !== null) {
        const object = machine.newObject(site)
        object.props.set(path, newCell(false, second))
        adding(machine, schema, site, () => addDefinition(machine, schema, { kind: 'object', object }, site))
        return self
      }
      if (path === null || schema.open) return UNKNOWN
      return schema.paths.has(path) || schema.virtuals.has(path) ? { kind: 'virtual', schema, path } : UNDEFINED
    }
    case 'pre': case 'post': {
      // pre(name, fn), pre(name, options, fn), pre([names], fn), pre(/^find/, fn)
      const run = [...args].reverse().map((a) => single(a)).find((a) => a.kind === 'function')
      if (run !== undefined && first !== undefined) {
        const operations = operationsOf(machine, first)
        noteChange(machine, schema, { kind: 'hook', name: `${name}(${operations instanceof RegExp ? String(operations) : operations?.map((one) => `'${one}'`).join(', ') ?? '…'})` }, site)
        schema.hooks.push({ when: name, operations, run, site })
      }
      return self
    }
    case 'plugin': {
      if (first === undefined) return self
      const plugin = single(machine.force(first))
      const before = sizeOf(schema)
      if (plugin.kind === 'function') machine.call(plugin, [self, second ?? UNDEFINED], null, site)
      else if (plugin.kind === 'modelLoader') for (const [model, tokens] of plugin.loads) schema.loads.set(model, tokens)
      else {
        if (plugin.kind === 'global' && isAutopopulate(plugin.path)) schema.autopopulated.push(autopopulatedBy(machine, schema, second))
        schema.plugins.push(plugin.kind === 'global' ? plugin.path : UNKNOWN_PLUGIN)
      }
      const isKnown = plugin.kind === 'function' || (plugin.kind === 'global' && addsMembers(plugin.path))
      if (plugin.kind !== 'function' || sizeOf(schema) > before) noteChange(machine, schema, { kind: 'plugin', isKnown }, site)
      return self
    }
    case 'method': case 'static': {
      const into = name === 'method' ? schema.methods : schema.statics
      const key = first === undefined ? null : single(first)
      noteChange(machine, schema, { kind: name, name: key?.kind === 'constant' && typeof key.value === 'string' ? key.value : null }, site)
      if (key?.kind === 'constant' && typeof key.value === 'string' && second !== undefined) into.set(key.value, second)
      else if (key?.kind === 'object') for (const [method, cell] of key.object.props) if (cell.all !== null) into.set(method, cell.all)
      return self
    }
    case 'loadClass': {
      const cls = first === undefined ? null : single(first)
      noteChange(machine, schema, { kind: 'class' }, site)
      if (cls?.kind !== 'class') return self
      for (const member of cls.class.fact.members) {
        if (typeof member.key !== 'string' || member.kind !== 'method') continue
        const value = machine.property(member.static ? cls : { kind: 'method', receiver: cls, name: 'prototype' }, member.key, site)
        // Mongoose copies them: `this` is the model or the document, not the class.
        ;(member.static ? schema.statics : schema.methods).set(member.key, value.kind === 'function' ? { ...value, self: null } : value)
      }
      return self
    }
    case 'clone': {
      const copy = newSchema(site)
      mergeInto(copy, schema)
      copy.definition = schema.definition
      return { kind: 'schema', schema: copy }
    }
    case 'pick': case 'omit': {
      const copy = newSchema(site)
      keepPaths(machine, copy, schema, name, first)
      return { kind: 'schema', schema: copy }
    }
    case 'set': {
      const key = first === undefined ? null : text(machine, first)
      if (key !== null && second !== undefined) noteOption(machine, schema, key, site)
      if (key === 'bufferCommands' && second !== undefined && isFalse(machine.force(second))) isImpatient(machine, schema)
      if (key === 'strictPopulate' && second !== undefined) schema.lenient = isOff(machine.force(second))
      return self
    }
    case 'discriminator': {
      noteChange(machine, schema, { kind: 'discriminator' }, site)
      schema.declared.push(args)
      if (second !== undefined) { const child = single(second); if (child.kind === 'schema') schema.discriminators.push(child.schema) }
      return self
    }
    default:
      return self
  }
}

/** Observed with Mongoose 9.12: `pick()` takes these paths and nothing else, `omit()` leaves them out of a copy. */
function keepPaths(machine: Machine, copy: SchemaShape, schema: SchemaShape, how: 'pick' | 'omit', given: Value | undefined): void {
  const list = given === undefined ? UNKNOWN : single(machine.force(given))
  const names = list.kind === 'object' && list.object.items !== null && !list.object.open ? list.object.items.map((item) => text(machine, item)) : [text(machine, list)]
  if (how === 'omit') mergeInto(copy, schema)
  else for (const [path, shape] of schema.paths) copy.paths.set(path, shape)
  if (names.includes(null)) { copy.open = true; return }
  const isNamed = (path: string): boolean => names.some((one) => path === one || path.startsWith(`${String(one)}.`))
  for (const path of copy.paths.keys()) if (isNamed(path) === (how === 'omit')) copy.paths.delete(path)
  if (schema.open) copy.open = true
}

/** What calling a method of `schema.path('items')` or `schema.virtual('name')` does and gives. */
export function callPath(machine: Machine, { schema, path }: Value & { readonly kind: 'virtual' }, name: string, args: readonly Value[]): Value {
  if (name !== 'discriminator') return { kind: 'virtual', schema, path }
  const sub = schema.paths.get(path)?.sub
  const child = args[1] === undefined ? UNKNOWN : single(machine.force(args[1]))
  if (sub && child.kind === 'schema') sub.discriminators.push(child.schema)
  else if (sub) sub.open = true
  return UNKNOWN
}

function isImpatient(machine: Machine, schema: SchemaShape): void {
  schema.impatient = true
  machine.hasImpatient()
}

/** An option that is, or may be, switched off. */
export const isOff = (value: Value): boolean => !(value.kind === 'constant' && value.value !== false)

/** How much there is of what `model()` copies. */
const sizeOf = ({ hooks, statics, methods, queryHelpers, paths, virtuals }: SchemaShape): number =>
  hooks.length + statics.size + methods.size + queryHelpers.size + paths.size + virtuals.size

/** In the place of a plugin's name where the plugin can't be followed. */
export const UNKNOWN_PLUGIN = '?'

const text = (machine: Machine, value: Value): string | null => {
  const one = single(machine.force(value))
  return one.kind === 'constant' && typeof one.value === 'string' ? one.value : null
}

function operationsOf(machine: Machine, value: Value): readonly string[] | RegExp | null {
  const one = single(machine.force(value))
  if (one.kind === 'constant' && typeof one.value === 'string') return [one.value]
  if (one.kind === 'global' && one.path.startsWith('regex:')) return safeRegex(one.path.replace(/^regex:[a-z]*:/, ''))
  if (one.kind === 'object' && one.object.items !== null) {
    const names = one.object.items.map((i) => text(machine, i))
    return names.every((n) => n !== null) ? names : null
  }
  return null
}

/**
 * The project's own pattern over operation names. Only shapes without repetition are run: the pattern is untrusted,
 * and operation names are short.
 */
function safeRegex(source: string): RegExp | null {
  if (source.length > 200 || source.split('.*').length > 4 || /[+*{(]/.test(source.replaceAll('.*', ''))) return null
  try { return new RegExp(source) } catch { return null }
}

/** Adds paths; documents of a model that has been made have no properties for those that are new. */
function adding(machine: Machine, schema: SchemaShape, site: Site, add: () => void): void {
  const before = schema.compilations.length === 0 ? null : new Set(schema.paths.keys())
  add()
  const fresh = before === null ? undefined : [...schema.paths.keys()].find((path) => !before.has(path))
  if (fresh !== undefined) noteChange(machine, schema, { kind: 'path', name: fresh }, site)
}

const GROUPS = { statics: 'static', methods: 'method', query: 'helper' } as const
const isGroup = (name: string): name is keyof typeof GROUPS => Object.hasOwn(GROUPS, name)

/** `schema.statics.findActive = function () {}`. */
export function assignSchemaMember(machine: Machine, schema: SchemaShape, group: string, name: string, value: Value, site: Site): void {
  if (!isGroup(group)) return
  noteChange(machine, schema, { kind: GROUPS[group], name }, site)
  const into = group === 'statics' ? schema.statics : group === 'methods' ? schema.methods : schema.queryHelpers
  into.set(name, value)
}

/** `schema.methods = { … }`. */
export function assignSchemaGroup(machine: Machine, schema: SchemaShape, group: string, value: Value, site: Site): void {
  const members = single(machine.force(value))
  if (members.kind !== 'object') return
  for (const [name, cell] of members.object.props) if (cell.all !== null) assignSchemaMember(machine, schema, group, name, cell.all, site)
}
