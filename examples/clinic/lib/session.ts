/** Who is it? A signed cookie names a session; the session itself is in the database, so that logging out ends it everywhere. */
import 'server-only'
import { jwtVerify, SignJWT } from 'jose'
import type { Types } from 'mongoose'
import { cookies } from 'next/headers'
import Session from '@/models/Session'
import { getConfig } from './config'
import { connectToDatabase } from './database'
import { digest, newSecret } from './digest'

export const SESSION_COOKIE = 'clinic-session'
const HOURS = 8
const audience = 'clinic-session'

/** A new session each time: an identifier from before the login is worth nothing after it. */
export async function startSession(user: Types.ObjectId): Promise<void> {
  await endSession()
  const id = newSecret()
  const expiresAt = new Date(Date.now() + HOURS * 3_600_000)
  await Session.create({ _id: digest(id), user, expiresAt })

  const token = await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setJti(id).setAudience(audience).setExpirationTime(expiresAt).sign(key())
  const jar = await cookies()
  jar.set(SESSION_COOKIE, token, { httpOnly: true, sameSite: 'lax', secure: isHttps(), path: '/', expires: expiresAt })
}

/** @returns the user's id, or null without a session that is signed by us, not over, and not ended */
export async function readSession(): Promise<Types.ObjectId | null> {
  const id = await sessionId()
  if (id === null) return null
  await connectToDatabase()
  const session = await Session.findById(digest(id)).lean()
  return session && session.expiresAt > new Date() ? session.user : null
}

export async function endSession(): Promise<void> {
  const id = await sessionId()
  const jar = await cookies()
  jar.delete(SESSION_COOKIE)
  if (id === null) return
  await connectToDatabase()
  await Session.deleteOne({ _id: digest(id) })
}

async function sessionId(): Promise<string | null> {
  const jar = await cookies()
  const token = jar.get(SESSION_COOKIE)?.value
  if (!token) return null
  try {
    // The algorithm is ours to name: a token that asks for "none" or another one is not read.
    const { payload } = await jwtVerify(token, key(), { algorithms: ['HS256'], audience })
    return payload.jti ?? null
  } catch {
    return null
  }
}

function key(): Uint8Array {
  return new TextEncoder().encode(getConfig().SESSION_SECRET)
}

function isHttps(): boolean {
  return getConfig().CLINIC_URL.startsWith('https:')
}
