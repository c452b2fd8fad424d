/** Auth.js (next-auth): reading a session runs some of its callbacks, and never what belongs to a login: a provider's `authorize`, `callbacks.signIn`. */
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import { callablesIn } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'

/** Options that are called where a session is read: as in the sources of next-auth 4.24 and @auth/core 0.41. */
const WITH_A_SESSION = ['callbacks', 'events', 'jwt', 'session'] as const
/** Those of them that only a login calls. */
const AT_LOGIN: ReadonlySet<string> = new Set(['callbacks.signIn', 'events.signIn', 'events.createUser', 'events.updateUser', 'events.linkAccount'])
const READERS = new Set(['next-auth.getServerSession', 'next-auth.unstable_getServerSession', 'next-auth.getSession'])
/** What `NextAuth()` of version 5 gives besides its handlers. */
const SESSION_PARTS = ['auth', 'signOut', 'unstable_update'] as const

/** The call of a function of next-auth; null where nothing special is known of it. */
export function callAuth(at: Activation, path: string, args: readonly Value[], site: Site): Value | null {
  if (!READERS.has(path) && path !== 'next-auth') return null
  const options = args.map((arg) => single(at.force(arg))).filter((arg) => arg.kind === 'object' && arg.object.items === null)
  if (options.length === 0) return null
  const called = options.flatMap((option) => WITH_A_SESSION.flatMap((name) => {
    const value = option.kind === 'object' ? option.object.props.get(name)?.all : null
    return value === null || value === undefined ? [] : withoutLogin(at, name, value)
  }))
  if (path !== 'next-auth') {
    at.escape(called, site)
    return { kind: 'unknown', holds: [] }
  }
  at.escape(args, site)
  const session: Value = { kind: 'unknown', holds: called }
  return { kind: 'unknown', holds: args.flatMap((a) => callablesIn(a)), parts: new Map(SESSION_PARTS.map((name) => [name, session])) }
}

/** The functions of one option, if it can be followed, without those that only a login calls. */
function withoutLogin(at: Activation, option: string, value: Value): readonly Value[] {
  const group = single(at.force(value))
  if (group.kind !== 'object' || group.object.class !== null || group.object.items !== null) return callablesIn(value)
  return [...group.object.props].flatMap(([name, { all }]) => (all === null || AT_LOGIN.has(`${option}.${name}`) ? [] : callablesIn(all)))
}
