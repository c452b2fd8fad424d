/** Auth.js (next-auth): reading a session runs some of its callbacks, and never what belongs to a login: a provider's `authorize`, `callbacks.signIn`. */
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import { UNKNOWN, callablesIn } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import { setProperty } from './activation.ts'
import type { Activation } from './activation.ts'
import type { Interpreter } from './interpreter.ts'

/** Options that are called where a session is read: as in the sources of next-auth 4.24 and @auth/core 0.41. */
const WITH_A_SESSION = ['callbacks', 'events', 'jwt', 'session'] as const
/** Those of them that only a login calls. */
const AT_LOGIN: ReadonlySet<string> = new Set(['callbacks.signIn', 'events.signIn', 'events.createUser', 'events.updateUser', 'events.linkAccount'])
/** An event is told when it comes about: reading a session is no logout either. */
const NOT_READING: ReadonlySet<string> = new Set([...AT_LOGIN, 'events.signOut'])
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
  const reading = called.filter(({ name }) => !NOT_READING.has(name)).map(({ name, value }) => (name === 'callbacks.jwt' ? ofSession(at, value) : value))
  if (path !== 'next-auth') {
    at.escape(reading, site)
    return { kind: 'unknown', holds: [] }
  }
  at.escape(args, site)
  const parts = SESSION_PARTS.map((name): [string, Value] => [name, { kind: 'unknown', holds: name === 'auth' ? reading : called.map(({ value }) => value) }])
  return { kind: 'unknown', holds: args.flatMap((a) => callablesIn(a)), parts: new Map(parts) }
}

const tokens = new WeakMap<Interpreter, Value>()

/** `callbacks.jwt({ token })`: there is a `user`, an `account` and a `profile` only after a login, and a `trigger` after that and an update. */
function ofSession(at: Activation, callback: Value): Value {
  if (callback.kind !== 'function') return callback
  let given = tokens.get(at.interpreter)
  if (given === undefined) {
    const object = at.interpreter.newObject({ file: '', start: 0, end: 0 }, false)
    setProperty(object, 'token', UNKNOWN)
    tokens.set(at.interpreter, (given = { kind: 'object', object }))
  }
  return { ...callback, given: [given] }
}

interface Callback { readonly name: string; readonly value: Value }

/** The functions of one option, if it can be followed, without those that only a login calls. */
function withoutLogin(at: Activation, option: string, given: Value): readonly Callback[] {
  const group = single(at.force(given))
  if (group.kind !== 'object' || group.object.class !== null || group.object.items !== null) return callablesIn(given).map((value) => ({ name: option, value }))
  return [...group.object.props].flatMap(([key, { all }]) => {
    const name = `${option}.${key}`
    return all === null || AT_LOGIN.has(name) ? [] : callablesIn(all).map((value) => ({ name, value }))
  })
}
