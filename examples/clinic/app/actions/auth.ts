'use server'

import { Types } from 'mongoose'
import { redirect } from 'next/navigation'
import { audit } from '@/lib/audit'
import { clientAddress } from '@/lib/client-address'
import { connectToDatabase } from '@/lib/database'
import { digest, newSecret } from '@/lib/digest'
import { isDuplicate } from '@/lib/duplicate'
import { checkFields, type FormState, loginFields, refuse, signupFields } from '@/lib/fields'
import { release, takePermit, WINDOW_MINUTES } from '@/lib/limits'
import { sendAlreadyRegistered, sendConfirmation } from '@/lib/mail'
import { hashPassword, passwordMatches } from '@/lib/password'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'
import { endSession, readSession, startSession } from '@/lib/session'
import Attempt from '@/models/Attempt'
import Role, { type RoleDocument } from '@/models/Role'
import Session from '@/models/Session'
import Signup from '@/models/Signup'
import User from '@/models/User'

const AWAY = 'The clinic cannot reach its database just now. Nothing was changed; try again in a moment.'
const TOO_MANY = `Too many attempts. Wait ${WINDOW_MINUTES} minutes, then try again.`
const WRONG = 'The email address or the password is wrong, or the address is not confirmed yet.'
const DAY = 86_400_000

/** Answers and works the same whether there is an account or not: only the mail tells, and only to the address's owner. */
export async function signup(_previous: FormState, form: FormData): Promise<FormState> {
  const fields = checkFields(signupFields, form)
  if (!fields.ok) return fields.state
  const { name, email, password, role: roleName } = fields.data

  const refused = await whileReachable(async () => {
    await connectToDatabase(User, Signup, Attempt)
    const address = await clientAddress()
    if (!(await takePermit({ signups: address }))) return refuse(TOO_MANY, fields.data)

    const role = await Role.findOne({ name: roleName })
    if (!role) throw new Error(`There is no role "${roleName}" in the database. Run: npm run seed`)
    const known = await User.exists({ email })
    const token = newSecret()
    await Signup.create({ _id: digest(token), name, email, passwordHash: await hashPassword(password), role: role._id, expiresAt: new Date(Date.now() + DAY) })
    await (known ? sendAlreadyRegistered(email) : sendConfirmation(email, token))
    await audit('signup', { email, address, detail: roleName })
    return null
  })
  if (refused === UNREACHABLE) return refuse(AWAY, fields.data)
  if (refused) return refused
  redirect('/signup/sent')
}

export async function login(_previous: FormState, form: FormData): Promise<FormState> {
  const fields = checkFields(loginFields, form)
  if (!fields.ok) return fields.state
  const { email, password, token } = fields.data

  const refused = await whileReachable(async () => {
    await connectToDatabase(User, Session, Attempt)
    const address = await clientAddress()
    // Taken before the password is looked at, so that many at the same time don't get more tries.
    const permit = await takePermit({ account: email, address })
    if (!permit) {
      await audit('login-limited', { email, address })
      return refuse(TOO_MANY, fields.data)
    }

    const account = await User.findOne({ email }).select('+passwordHash').populate<{ role: RoleDocument | null }>('role')
    const pending = token ? await Signup.findOne({ _id: digest(token), email }) : null
    const matches = await passwordMatches(password, account?.passwordHash ?? pending?.passwordHash)
    const user = matches ? (account?._id ?? (await confirm(pending))) : null
    if (!user) {
      await audit('login-failed', { email, address })
      return refuse(WRONG, fields.data)
    }

    await release(permit)
    await startSession(user)
    await audit('login', { actor: user, email, address, detail: account?.role?.name })
    return null
  })
  if (refused === UNREACHABLE) return refuse(AWAY, fields.data)
  if (refused) return refused
  redirect('/dashboard')
}

export async function logout(): Promise<void> {
  const outcome = await whileReachable(async () => {
    const actor = await readSession()
    await endSession()
    if (actor) await audit('logout', { actor, address: await clientAddress() })
  })
  redirect(outcome === UNREACHABLE ? '/login?notice=session-left' : '/login?notice=logged-out')
}

/** Makes the account of somebody who follows the mail's link and knows the password chosen: both, so it is theirs. */
async function confirm(pending: InstanceType<typeof Signup> | null): Promise<Types.ObjectId | null> {
  if (!pending || pending.expiresAt < new Date()) return null
  const { _id, name, email, passwordHash, role } = pending
  try {
    const user = await User.create({ name, email, passwordHash, role })
    await Signup.deleteOne({ _id })
    await audit('confirmed', { actor: user._id, email })
    return user._id
  } catch (error) {
    // The link was followed twice at the same time, or two sign-ups for one address were confirmed: one account stands.
    if (isDuplicate(error)) return null
    throw error
  }
}
