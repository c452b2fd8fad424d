/** Schemas that are written as classes with decorators: of @nestjs/mongoose and of Typegoose. */
import type { ClassMember } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import { RAW, addDefinition, refOf, single, siteOfProperty, typedShape } from './schema-definition.ts'
import { callSchema, readOptions } from './schema-methods.ts'
import { newSchema, pathShape } from './schema-shape.ts'
import type { SchemaShape } from './schema-shape.ts'
import { UNKNOWN, allOptions, newCell } from './value.ts'
import type { ClassValue, HeapObject, Value } from './value.ts'

const NEST = '@nestjs/mongoose.'
/** Its decorators are exported in both cases; the second is the package of versions before 6. */
const TYPEGOOSE = /^(?:@typegoose\/)?typegoose\.([A-Za-z]+)$/

/** The name of a Typegoose decorator or function, in lower case at its start; null for what is none. */
export function typegooseName(path: string): string | null {
  const name = TYPEGOOSE.exec(path)?.[1]
  return name === undefined ? null : `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`
}

/** The decorators of a class or a member; `applyDecorators(…)` opened. */
export function decoratorsOf(values: readonly Value[] | undefined): readonly (Value & { readonly kind: 'decorator' })[] {
  return (values ?? []).flatMap((value) => {
    if (value.kind !== 'decorator') return []
    return value.path === '@nestjs/common.applyDecorators' ? decoratorsOf(value.args) : [value]
  })
}

/** A class and what it extends, itself first. */
export function chainOf(cls: ClassValue): readonly ClassValue[] {
  const chain = [cls]
  for (const one of chain) {
    const base = one.base === null ? undefined : allOptions(one.base).find((option) => option.kind === 'class')
    if (base?.kind === 'class' && !chain.includes(base.class) && chain.length < 20) chain.push(base.class)
  }
  return chain
}

/** `() => Work`, as a type, is the class that it returns; anything else that is a function is no type. */
export function classOf(machine: Machine, value: Value, site: Site): Value | null {
  if (value.kind === 'class') return value
  if (value.kind !== 'function' || !value.closure.fact.arrow) return null
  const result = single(machine.force(machine.call(value, [UNKNOWN], null, site)))
  return result.kind === 'class' || result.kind === 'object' || result.kind === 'schema' ? result : null
}

const building = new WeakMap<ClassValue, SchemaShape>()

/** The schema of a class that is the type of a path: the same one each time, for classes may hold each other. */
export function schemaOfType(machine: Machine, cls: ClassValue, site: Site): SchemaShape {
  const known = building.get(cls)
  if (known !== undefined) return known
  const schema = newSchema(site)
  building.set(cls, schema)
  fill(machine, schema, cls, site)
  return schema
}

/** `SchemaFactory.createForClass(cls)`, `buildSchema(cls)`: a new schema. */
export function schemaOfClass(machine: Machine, cls: ClassValue, site: Site): SchemaShape {
  const schema = newSchema(site)
  fill(machine, schema, cls, site)
  return schema
}

/** The model of a class has its name, unless Typegoose was told another one. Null where it is computed. */
export function modelNameOf(machine: Machine, cls: ClassValue, given: Value | undefined = undefined): string | null {
  const { name } = cls.fact
  const options = modelOptionsOf(machine, cls, given)
  const read = (group: string, key: string): Value | null => options.map((one) => property(property(one, group), key)).find((one) => one !== null) ?? null
  const custom = read('options', 'customName')
  const automatic = read('options', 'automaticName')
  if (automatic?.kind !== 'constant' || automatic.value !== true) return custom === null ? name : textOf(machine, custom)
  const suffix = custom ?? read('schemaOptions', 'collection')
  const text = suffix === null ? null : textOf(machine, suffix)
  return suffix === null ? name : text === null ? null : `${name ?? ''}_${text}`
}

/** What `@modelOptions()` of a class and of those that it extends says, after what is given beside. */
export function modelOptionsOf(machine: Machine, cls: ClassValue, given: Value | undefined): readonly Value[] {
  const own = chainOf(cls).flatMap((one) => decoratorsOf(one.decorators).flatMap(({ path, args }) => (typegooseName(path) === 'modelOptions' ? args.slice(0, 1) : [])))
  return [...(given === undefined ? [] : [given]), ...own].map((one) => single(machine.force(one)))
}

function textOf(machine: Machine, value: Value): string | null {
  const one = single(machine.force(value))
  return one.kind === 'constant' && typeof one.value === 'string' ? one.value : null
}

function property(value: Value | null | undefined, name: string): Value | null {
  return value?.kind === 'object' ? (value.object.props.get(name)?.all ?? null) : null
}

function fill(machine: Machine, schema: SchemaShape, cls: ClassValue, site: Site): void {
  const chain = chainOf(cls).toReversed()
  for (const one of chain) {
    for (const [member, decorators] of one.memberDecorators) {
      if (typeof member.key !== 'string') continue
      for (const { path, args } of decoratorsOf(decorators)) {
        if (path === `${NEST}Prop` || isProperty(path)) addProperty(machine, schema, one, member, path, args[0])
        else if (path === `${NEST}Virtual`) addVirtual(machine, schema, member.key, args[0], memberSite(one, member))
      }
      // A decorator of the project's own may be a property's.
      if (!schema.paths.has(member.key) && !schema.virtuals.has(member.key) && decorators.some((each) => each.kind !== 'decorator')) schema.open = true
    }
  }
  if (inheritsUnseen(chain[0])) schema.open = true
  for (const one of chain) {
    for (const { path, args } of decoratorsOf(one.decorators)) {
      const name = typegooseName(path)
      if (path === `${NEST}Schema` && args[0] !== undefined) readOptions(machine, schema, args[0], site)
      else if (name === 'modelOptions') readOptions(machine, schema, property(args[0], 'schemaOptions') ?? UNKNOWN, site)
      else if (name === 'pre' || name === 'post' || name === 'plugin') callSchema(machine, schema, name, args, site)
      else if (name === 'queryMethod') for (const helper of args) if (helper.kind === 'function' && helper.closure.fact.name !== null) schema.queryHelpers.set(helper.closure.fact.name, helper)
    }
    // Typegoose makes the methods of the class methods and statics of the model.
    if (isTypegoose(one)) callSchema(machine, schema, 'loadClass', [{ kind: 'class', class: one }], site)
  }
}

const isProperty = (path: string): boolean => typegooseName(path) === 'prop' || typegooseName(path) === 'arrayProp'

const isTypegoose = (cls: ClassValue): boolean =>
  [cls.decorators, ...cls.memberDecorators.values()].some((decorators) => decoratorsOf(decorators).some(({ path }) => typegooseName(path) !== null))
/** Whether what the first class extends, which no file has, may have properties: `PartialType(Work)`, a class of a package. */
function inheritsUnseen(first: ClassValue | undefined): boolean {
  if (first === undefined || first.base === null) return false
  return allOptions(first.base).some((one) => one.kind !== 'class' && !(one.kind === 'global' && /^(?:mongoose|@typegoose\/typegoose)\b/.test(one.path)))
}

const memberSite = (cls: ClassValue, member: ClassMember): Site => ({ file: cls.file, start: member.start, end: member.end })

function addProperty(machine: Machine, schema: SchemaShape, cls: ClassValue, member: ClassMember, path: string, options: Value | undefined): void {
  const site = memberSite(cls, member)
  const key = String(member.key)
  const value = options === undefined ? null : single(machine.force(options))
  const object = machine.newObject(site)
  if (value?.kind === 'object' && value.object.items === null) {
    if (isProperty(path) && value.object.props.has('foreignField')) {
      addVirtualOptions(machine, schema, key, value.object, site)
      return
    }
    const items = value.object.props.get('itemsRef')?.all
    if (items !== undefined && items !== null) value.object.props.set('ref', newCell(false, items))
    const type = value.object.props.get('type')?.all ?? value.object.props.get('items')?.all ?? (member.type === null ? UNKNOWN : machine.typeNamed(cls, member.type))
    const shape = typedShape(machine, value.object, typeOf(machine, type), siteOfProperty(value.object, 'ref') ?? site, 0)
    schema.paths.set(key, pathShape(site, shape))
    return
  }
  if (value === null) {
    const type = member.type === null ? UNKNOWN : machine.typeNamed(cls, member.type)
    const sub = type.kind === 'class' ? schemaOfType(machine, type.class, site) : null
    schema.paths.set(key, pathShape(site, { sub }))
    return
  }
  object.props.set(key, newCell(false, isListOfValues(machine, value) ? UNKNOWN : value))
  addDefinition(machine, schema, { kind: 'object', object }, site)
}

/**
 * `@Prop([{ type: Types.ObjectId, ref }])`: @nestjs/mongoose takes the class of the values for a class of the project, and makes a list of
 * anything of it, which no populate looks up (observed). With the schema's type, `Schema.Types.ObjectId`, it is a list of references.
 */
function isListOfValues(machine: Machine, value: Value): boolean {
  const [item] = value.kind === 'object' ? (value.object.items ?? []) : []
  const type = property(item === undefined ? null : single(machine.force(item)), 'type')
  return type?.kind === 'global' && type.path === 'mongoose.Types.ObjectId'
}

function typeOf(machine: Machine, value: Value): Value {
  const type = single(machine.force(value))
  return type.kind === 'decorator' && type.path === RAW ? (type.args[0] ?? UNKNOWN) : type
}

/** `@Virtual({ options: { ref, … }, subPath })`. */
function addVirtual(machine: Machine, schema: SchemaShape, key: string, given: Value | undefined, site: Site): void {
  const value = given === undefined ? UNKNOWN : single(machine.force(given))
  const options = property(value, 'options')
  const below = property(value, 'subPath')
  const path = below?.kind === 'constant' && typeof below.value === 'string' ? `${key}.${below.value}` : key
  const read = options === null ? UNKNOWN : single(machine.force(options))
  if (read.kind === 'object') addVirtualOptions(machine, schema, path, read.object, site)
  else schema.virtuals.set(path, pathShape(site))
}

function addVirtualOptions(machine: Machine, schema: SchemaShape, path: string, options: HeapObject, site: Site): void {
  schema.virtuals.set(path, pathShape(siteOfProperty(options, 'ref') ?? site, { ref: refOf(machine, options, site), autopopulate: options.props.has('autopopulate') }))
}
