/** `#nuxt/mongoose`: what nuxt-mongoose's functions define, as its version 1.1.2 does. */
import type { Site } from '../kernel/place.ts'
import type { Machine } from './machine.ts'
import { callMongoose } from './mongoose-api.ts'
import { single } from './schema-definition.ts'
import { makeSchema } from './schema-methods.ts'
import { DEFAULT_CONNECTION, NOTHING_PENDING, UNKNOWN } from './value.ts'
import type { Value } from './value.ts'

const MODULE = '#nuxt/mongoose.'

/** The call of one of its functions; null where `path` is not one. */
export function callNuxtMongoose(machine: Machine, path: string, args: readonly Value[], site: Site): Value | null {
  if (!path.startsWith(MODULE)) return null
  switch (path.slice(MODULE.length)) {
    case 'defineMongooseModel': {
      const { name, schema } = definition(machine, args, ['name', 'schema', 'options', 'hooks'], site)
      return callMongoose(machine, { kind: 'mongoose', connection: DEFAULT_CONNECTION }, 'model', [name, schema], site)
    }
    case 'defineMongooseDiscriminatorModel': {
      const { name, base, schema } = definition(machine, args, ['name', 'baseModel', 'schema', 'options', 'hooks'], site)
      return machine.call({ kind: 'method', receiver: single(machine.force(base)), name: 'discriminator' }, [name, schema], null, site)
    }
    case 'defineMongooseConnection': {
      machine.giveControlAway()
      return { kind: 'promise', value: UNKNOWN, pending: NOTHING_PENDING }
    }
    default: return null
  }
}

/** All in one object, or one after the other in this order. */
function definition(machine: Machine, args: readonly Value[], order: readonly string[], site: Site): { name: Value; base: Value; schema: Value } {
  const first = args[0] === undefined ? UNKNOWN : single(machine.force(args[0]))
  const part = (name: string): Value | undefined => (first.kind === 'object' ? (first.object.props.get(name)?.all ?? undefined) : args[order.indexOf(name)])
  const options = part('options')
  const schema = makeSchema(machine, [part('schema') ?? UNKNOWN, ...(options === undefined ? [] : [options])], site)
  const hooks = part('hooks')
  if (hooks !== undefined) machine.call(hooks, [schema], null, site)
  return { name: part('name') ?? UNKNOWN, base: part('baseModel') ?? UNKNOWN, schema }
}
