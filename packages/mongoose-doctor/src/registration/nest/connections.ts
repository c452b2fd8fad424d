/** What `MongooseModule.forRoot()` does to its connection before any model is made: `connectionFactory`, `onConnectionCreate`. */
import type { Site } from '../../kernel/place.ts'
import { single } from '../../models/schema-definition.ts'
import { UNKNOWN } from '../../models/value.ts'
import type { Value } from '../../models/value.ts'
import type { Activation } from '../activation.ts'
import { settle } from '../await.ts'
import { callValue } from '../calls.ts'
import { readProperty } from '../properties.ts'
import { connectionOf, connectionToken, propertyOf } from './vocabulary.ts'

const ROOT = /(?:^@nestjs\/mongoose\.MongooseModule|TypegooseModule)\.forRoot(Async)?$/

/**
 * Runs the functions that are given for the connection: plugins are mostly put in there.
 * @param take what the container has for a token
 */
export function openConnection(at: Activation, module: Value, take: (token: Value) => Value, site: Site): void {
  const match = module.kind === 'decorator' ? ROOT.exec(module.path) : null
  if (match === null || module.kind !== 'decorator') return
  const given = module.args[match[1] === undefined ? 1 : 0]
  const asked = given === undefined ? UNKNOWN : single(at.force(given))
  if (asked.kind !== 'object') return
  const token = connectionToken(at, propertyOf(at, asked.object, 'connectionName') ?? undefined)
  const options = match[1] === undefined ? asked : optionsOf(at, asked, take, site)
  if (token === null || options.kind !== 'object') return
  const connection: Value = { kind: 'connection', connection: connectionOf(token) }
  for (const name of ['onConnectionCreate', 'connectionFactory']) {
    const run = propertyOf(at, options.object, name)
    if (run?.kind === 'function') settle(at, callValue(at, run, [connection, UNKNOWN], null, site), site)
  }
}

/** What `useFactory`, `useClass` or `useExisting` gives. */
function optionsOf(at: Activation, asked: Value & { readonly kind: 'object' }, take: (token: Value) => Value, site: Site): Value {
  const factory = propertyOf(at, asked.object, 'useFactory')
  if (factory !== null) {
    const inject = propertyOf(at, asked.object, 'inject')
    const args = inject?.kind === 'object' ? (inject.object.items ?? []).map(take) : []
    return single(settle(at, callValue(at, factory, args, null, site), site).value)
  }
  const service = propertyOf(at, asked.object, 'useClass') ?? propertyOf(at, asked.object, 'useExisting')
  if (service === null) return UNKNOWN
  const instance = single(take(service))
  return single(settle(at, callValue(at, readProperty(at, instance, 'createMongooseOptions', site), [], instance, site), site).value)
}
