/** Session cookies, as an attacker would try them: forged, altered, replayed, expired, fixed beforehand. */
import { createHash, randomBytes } from 'node:crypto'
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import type mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson, type Person } from './support/people.ts'
import { Visitor } from './support/visitor.ts'

const COOKIE = 'clinic-session'

describe.skipIf(!inject('hasDatabase'))('sessions', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  const withCookie = (value: string) => {
    const visitor = new Visitor(clinic.url)
    visitor.cookies.set(COOKIE, value)
    return visitor
  }
  const isRefused = async (value: string) => {
    const answer = await withCookie(value).get('/dashboard')
    expect(answer.location).toBe('/login?notice=needed')
  }
  const loggedIn = async (role = 'nurse') => {
    const person = await addPerson(clinic.connection, role)
    const visitor = new Visitor(clinic.url)
    expect((await visitor.logIn(person)).location).toBe('/dashboard')
    return { person, visitor, cookie: visitor.cookies.get(COOKIE) ?? '' }
  }
  const sign = (payload: JWTPayload, { secret = clinic.secret, alg = 'HS256' } = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))

  /** A session in the database and a token for it, both as the clinic makes them, but for `token` and `expiresAt`. */
  const session = async ({ id: user }: Person, { token = {}, expiresAt = inHours(1) }: { token?: JWTPayload; expiresAt?: Date } = {}) => {
    const jti = randomBytes(32).toString('base64url')
    const sessions = clinic.connection.collection<{ _id: string; user: mongoose.Types.ObjectId; expiresAt: Date }>('sessions')
    await sessions.insertOne({ _id: createHash('sha256').update(jti).digest('base64url'), user, expiresAt })
    return { jti, aud: 'clinic-session', exp: inHours(1).getTime() / 1000, ...token }
  }
  const inHours = (hours: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + hours * 3_600_000)

  test('the cookie is http-only, same-site, of limited life, and opens the dashboard', async () => {
    const { visitor } = await loggedIn()
    expect(visitor.setCookies.at(-1)).toMatch(/^clinic-session=/)
    expect(visitor.setCookies.at(-1)).toMatch(/; HttpOnly/i)
    expect(visitor.setCookies.at(-1)).toMatch(/; SameSite=lax/i)
    expect(visitor.setCookies.at(-1)).toMatch(/; expires=/i)
    expect((await visitor.get('/dashboard')).heading).toBe('Hello, Kim Example')
  })

  test('a token as the clinic makes it is taken: what the next tests change is what they are refused for', async () => {
    const person = await addPerson(clinic.connection, 'nurse')
    const answer = await withCookie(await sign(await session(person))).get('/dashboard')
    expect(answer.heading).toContain('Hello, ')
  })

  test.each(['', 'nonsense', 'a.b.c', '__proto__', `${'a'.repeat(4000)}`])('nonsense is refused: %.20s', async (value) => {
    await isRefused(value)
  })

  test('signed with another key', async () => {
    const person = await addPerson(clinic.connection, 'admin')
    await isRefused(await sign(await session(person), { secret: 'x'.repeat(64) }))
  })

  test('with no signature at all (alg: none)', async () => {
    const person = await addPerson(clinic.connection, 'admin')
    await isRefused(new UnsecuredJWT(await session(person)).encode())
  })

  test('signed with our key but another algorithm or for another purpose', async () => {
    const person = await addPerson(clinic.connection, 'admin')
    await isRefused(await sign(await session(person), { alg: 'HS512' }))
    await isRefused(await sign(await session(person, { token: { aud: 'something-else' } })))
  })

  test('altered: another payload under the same signature', async () => {
    const { cookie } = await loggedIn()
    const [head, payload = '', signature] = cookie.split('.')
    const altered = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), exp: 9_999_999_999 }
    await isRefused([head, Buffer.from(JSON.stringify(altered)).toString('base64url'), signature].join('.'))
  })

  test('well signed, but no session of the database', async () => {
    await isRefused(await sign({ jti: 'made-up', aud: 'clinic-session', exp: inHours(1).getTime() / 1000 }))
  })

  test('expired: by the token, and by the database though the token says otherwise', async () => {
    const person = await addPerson(clinic.connection, 'nurse')
    await isRefused(await sign(await session(person, { token: { exp: inHours(-1).getTime() / 1000 } })))
    await isRefused(await sign(await session(person, { expiresAt: inHours(-1) })))
  })

  test('replayed after logging out', async () => {
    const { visitor, cookie } = await loggedIn()
    const out = await visitor.submit('/dashboard', {}, 'Log out')
    expect(out.location).toBe('/login?notice=logged-out')
    expect(visitor.cookies.has(COOKIE)).toBe(false)
    await isRefused(cookie)
  })

  test('logging out ends this session, not the one on another device', async () => {
    const { person, visitor } = await loggedIn()
    const elsewhere = new Visitor(clinic.url)
    await elsewhere.logIn(person)
    await visitor.submit('/dashboard', {}, 'Log out')
    expect((await elsewhere.get('/dashboard')).heading).toContain('Hello, ')
  })

  test('planted before a login: the login makes a new one, and the old one is dead', async () => {
    const { visitor, person, cookie } = await loggedIn()
    await visitor.logIn(person)
    expect(visitor.cookies.get(COOKIE)).not.toBe(cookie)
    await isRefused(cookie)
    expect((await visitor.get('/dashboard')).heading).toContain('Hello, ')
  })

  test('of a user who was removed', async () => {
    const { person, cookie } = await loggedIn()
    await clinic.connection.collection('users').deleteOne({ _id: person.id })
    await isRefused(cookie)
  })

  test('the database does not hold what a cookie needs', async () => {
    const { cookie } = await loggedIn()
    const { jti } = JSON.parse(Buffer.from(cookie.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }
    const stored = await clinic.connection.collection('sessions').find().toArray()
    expect(JSON.stringify(stored)).not.toContain(jti)
  })
})
