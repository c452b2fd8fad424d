/** Auth.js (next-auth): reading a session runs its callbacks, and never a provider's `authorize`. */
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import { callablesIn } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'

/** Options that are called whenever a session is read. */
const WITH_A_SESSION = ['callbacks', 'events', 'jwt', 'session'] as const
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
    return value === null || value === undefined ? [] : callablesIn(value)
  }))
  if (path !== 'next-auth') {
    at.escape(called, site)
    return { kind: 'unknown', holds: [] }
  }
  at.escape(args, site)
  const session: Value = { kind: 'unknown', holds: called }
  return { kind: 'unknown', holds: args.flatMap((a) => callablesIn(a)), parts: new Map(SESSION_PARTS.map((name) => [name, session])) }
}
