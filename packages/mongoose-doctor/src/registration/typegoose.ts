/** Typegoose: models that are made of classes. As observed in docs/frameworks/typegoose.md. */
import type { Site } from '../kernel/place.ts'
import { modelNameOf, modelOptionsOf, schemaOfClass, typegooseName } from '../models/class-schema.ts'
import { callMongoose } from '../models/mongoose-api.ts'
import { callModel } from '../models/query-methods.ts'
import { single } from '../models/schema-definition.ts'
import { UNKNOWN, constant } from '../models/value.ts'
import type { ClassValue, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'

/** The call of one of its functions; null where `path` is none of them. */
export function callTypegoose(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  const name = typegooseName(path)
  if (name === null) return null
  const [first, second, third] = args
  switch (name) {
    case 'getModelForClass': return modelOf(at, first, second, site)
    case 'buildSchema': {
      const cls = classIn(at, first)
      return cls === null ? UNKNOWN : { kind: 'schema', schema: schemaOfClass(at, cls, site) }
    }
    case 'addModelToTypegoose': return first ?? UNKNOWN
    case 'getName': {
      const cls = classIn(at, first)
      const known = cls === null ? null : modelNameOf(at, cls)
      return known === null ? UNKNOWN : constant(known)
    }
    case 'getDiscriminatorModelForClass': {
      const base = first === undefined ? UNKNOWN : single(at.force(first))
      const cls = classIn(at, second)
      if (cls === null || (base.kind !== 'model' && base.kind !== 'modelLookup')) return UNKNOWN
      const options = third !== undefined && single(at.force(third)).kind === 'object' ? third : args[3]
      return callModel(at, base.model, 'discriminator', [nameOf(at, cls, options), { kind: 'schema', schema: schemaOfClass(at, cls, site) }], site)
    }
    case 'mongoose': case 'defaultClasses': return null
    default: return { kind: 'decorator', path, args }
  }
}

/** `getModelForClass(User, { existingConnection, options: { customName } })`; of versions before 6 it is a method. */
export function modelOf(at: Activation, given: Value | undefined, options: Value | undefined, site: Site): Value {
  const cls = classIn(at, given)
  if (cls === null) {
    at.unknown(site, 'the name of a model is computed at run time')
    return UNKNOWN
  }
  const all = modelOptionsOf(at, cls, options)
  const connection = all.map((one) => ownerIn(one, 'existingConnection') ?? ownerIn(one, 'existingMongoose')).find((one) => one !== null) ?? null
  const owner = connection === null ? null : single(at.force(connection))
  const receiver = owner === null ? ({ kind: 'mongoose', connection: 'default' } as const) : owner.kind === 'connection' || owner.kind === 'mongoose' ? owner : ({ kind: 'connection', connection: '?' } as const)
  // It keeps its models by name, and gives the one that is there.
  return at.lookingFirst(receiver.connection, () => callMongoose(at, receiver, 'model', [nameOf(at, cls, options), { kind: 'schema', schema: schemaOfClass(at, cls, site) }], site))
}

function classIn(at: Activation, value: Value | undefined): ClassValue | null {
  const one = value === undefined ? UNKNOWN : single(at.force(value))
  return one.kind === 'class' ? one.class : null
}

function nameOf(at: Activation, cls: ClassValue, options: Value | undefined): Value {
  const name = modelNameOf(at, cls, options)
  return name === null ? UNKNOWN : constant(name)
}

const ownerIn = (options: Value, name: string): Value | null => (options.kind === 'object' ? (options.object.props.get(name)?.all ?? null) : null)
