/** Signing up, confirming, logging in and out, without JavaScript; and what these forms give away to somebody who asks. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson, newEmail, PASSWORD } from './support/people.ts'
import { median, medianTimes } from './support/timing.ts'
import { actionOf, hiddenFields, Visitor } from './support/visitor.ts'

describe.skipIf(!inject('hasDatabase'))('accounts', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  const form = (changes: Record<string, string> = {}) => ({ name: 'Ann Example', email: newEmail(), role: 'nurse', password: PASSWORD, ...changes })
  const mailTo = (to: string) => clinic.connection.collection('mails').findOne({ to }, { sort: { createdAt: -1 } })
  const linkTo = async (to: string) => String((await mailTo(to))?.link).replace(clinic.url, '')
  const wrong = 'The email address or the password is wrong, or the address is not confirmed yet.'

  test('sign up, follow the link, log in, log out, log in', async () => {
    const visitor = new Visitor(clinic.url)
    const person = form()
    expect((await visitor.submit('/signup', person)).location).toBe('/signup/sent')
    expect((await visitor.logIn(person)).alert).toBe(wrong)

    const link = await linkTo(person.email)
    expect((await visitor.submit(link, person)).location).toBe('/dashboard')
    expect((await visitor.get('/dashboard')).html).toContain('You are here as <!-- -->nurse')
    expect((await visitor.submit('/dashboard', {}, 'Log out')).location).toBe('/login?notice=logged-out')
    expect((await visitor.get('/dashboard')).location).toBe('/login?notice=needed')
    expect((await visitor.logIn(person)).location).toBe('/dashboard')

    const audit = await clinic.connection.collection('auditentries').find({ email: person.email }).toArray()
    expect(audit.map((entry) => String(entry.event)).toSorted()).toEqual(['confirmed', 'login', 'login', 'login-failed', 'signup'])
  })

  test('a link is of no use without the password chosen, nor for another address, nor after a day', async () => {
    const visitor = new Visitor(clinic.url)
    const person = form()
    await visitor.submit('/signup', person)
    const link = await linkTo(person.email)
    expect((await visitor.submit(link, { ...person, password: 'a password that is wrong' })).alert).toBe(wrong)
    expect((await visitor.submit(link, { ...person, email: newEmail() })).alert).toBe(wrong)
    await clinic.connection.collection('signups').updateOne({ email: person.email }, { $set: { expiresAt: new Date(0) } })
    expect((await visitor.submit(link, person)).alert).toBe(wrong)
  })

  test('two who follow one link at the same time make one account', async () => {
    const visitor = new Visitor(clinic.url)
    const person = form()
    await visitor.submit('/signup', person)
    const link = await linkTo(person.email)
    await Promise.all(Array.from({ length: 5 }, () => new Visitor(clinic.url).submit(link, person)))
    expect(await clinic.connection.collection('users').countDocuments({ email: person.email })).toBe(1)
    expect((await visitor.logIn(person)).location).toBe('/dashboard')
  })

  test('each field says what is wrong with it, and keeps what was typed but the password', async () => {
    const visitor = new Visitor(clinic.url)
    const empty = await visitor.submit('/signup', form({ name: ' ', email: 'ann@', role: '', password: 'short' }))
    expect(empty.errors).toEqual({
      name: 'Enter your name.',
      email: 'Enter an email address like name@example.org.',
      role: 'Choose what you do at the clinic.',
      password: 'Choose a password of 10 characters or more.',
    })
    expect(empty.html).toContain('value="ann@"')
    expect(empty.html).not.toContain('value="short"')
    expect((await visitor.submit('/login', { email: '', password: '' })).errors).toEqual({ email: 'Enter your email address.', password: 'Enter your password.' })
    expect((await visitor.submit('/signup', form({ password: 'ü'.repeat(40) }))).errors).toEqual({ password: 'Choose a password of 72 bytes or fewer.' })
  })

  test('what people type is shown as text', async () => {
    const visitor = new Visitor(clinic.url)
    const answer = await visitor.submit('/signup', form({ name: '"><script>alert(1)</script>', password: 'short' }))
    expect(answer.html).not.toContain('<script>alert(1)')
  })

  test.each(['email', 'password', 'name', 'role'])('an operator in %s is no answer to it', async (field) => {
    const { [field]: _, ...rest } = form() as Record<string, string>
    for (const attack of [`${field}[$ne]`, `${field}[$gt]`, `${field}.$ne`]) {
      const answer = await new Visitor(clinic.url).submit('/signup', { ...rest, [attack]: '' })
      expect(Object.keys(answer.errors)).toEqual([field])
    }
  })

  test('operators do not log anyone in', async () => {
    const person = await addPerson(clinic.connection, 'admin')
    const { email, password } = person
    const attacks: Record<string, string>[] = [
      { 'email[$ne]': '', 'password[$ne]': '' },
      { 'email[$gt]': '', password },
      { 'email[$regex]': '.*', password },
      { email, 'password[$ne]': '' },
      { email: '{"$ne":null}', password },
      { email, password: '{"$ne":null}' },
      { email, password: '[object Object]' },
    ]
    for (const attack of attacks) {
      const visitor = new Visitor(clinic.url)
      const answer = await visitor.submit('/login', attack)
      expect(answer.location).toBeNull()
      expect(visitor.cookies.size).toBe(0)
    }
    const token = { email, password: 'wrong password', 'token[$ne]': '' }
    expect((await new Visitor(clinic.url).submit('/login?token=x', token)).alert).toBe(wrong)
  })

  test('the action’s endpoint takes no objects, files or other arguments in place of a form', async () => {
    const { email } = await addPerson(clinic.connection, 'admin')
    const visitor = new Visitor(clinic.url)
    const action = actionOf((await visitor.get('/login')).html)
    expect(action).not.toBe('')
    for (const json of [`[{},{"email":"${email}","password":{"$ne":null}}]`, '[{},null]', '[]', '["$K1","$K1"]', `[{},{"get":"x"}]`]) {
      const body = new FormData()
      body.append('0', json)
      const { text, location } = await visitor.callRaw('/login', action, body)
      expect(text + location).not.toContain('/dashboard')
    }
    // So that the refusals above are known to come from what was sent: the same call with text is a login.
    const person = await addPerson(clinic.connection, 'nurse')
    expect((await new Visitor(clinic.url).call('/login', action, { email: person.email, password: person.password })).location).toContain('/dashboard')
    const file = await visitor.call('/login', action, { email: new Blob(['{"$ne":null}']), password: new Blob(['x']) })
    expect(file.text).toContain('Enter your email address.')
    expect(visitor.cookies.size).toBe(0)
  })

  test('no message tells whether there is an account', async () => {
    const { email } = await addPerson(clinic.connection, 'nurse')
    const [known, unknown] = [new Visitor(clinic.url), new Visitor(clinic.url)]
    const said = async (visitor: Visitor, path: string, fields: Record<string, string>) => {
      const { status, location, heading, alert, errors } = await visitor.submit(path, fields)
      return { status, location, heading, alert, errors }
    }
    expect(await said(known, '/login', { email, password: 'wrong password' })).toEqual(await said(unknown, '/login', { email: newEmail(), password: 'wrong password' }))
    expect(await said(known, '/signup', form({ email }))).toEqual(await said(unknown, '/signup', form()))
    // The owner of the address is told, and the account is as it was.
    expect(await mailTo(email)).toMatchObject({ subject: 'You have an account already' })
    expect((await new Visitor(clinic.url).logIn({ email, password: PASSWORD })).location).toBe('/dashboard')
  })

  test('signing up with a known address and following one’s own link does not take it over', async () => {
    const { email } = await addPerson(clinic.connection, 'nurse')
    const visitor = new Visitor(clinic.url)
    await visitor.submit('/signup', form({ email, password: 'chosen by somebody else' }))
    expect(await linkTo(email)).toBe('/login')
    expect((await visitor.logIn({ email, password: 'chosen by somebody else' })).alert).toBe(wrong)
  })

  test.each([
    ['login', '/login', async (email: string) => ({ email, password: 'wrong password' })],
    ['signup', '/signup', async (email: string) => form({ email })],
  ] as const)('no time tells whether there is an account: %s', async (_, path, fields) => {
    const people = await Promise.all(Array.from({ length: 24 }, () => addPerson(clinic.connection, 'nurse')))
    const times = await medianTimes(people.length, {
      known: async (turn) => new Visitor(clinic.url).submit(path, await fields(people[turn]?.email ?? '')),
      unknown: async () => new Visitor(clinic.url).submit(path, await fields(newEmail())),
    })
    const ratio = times.known / times.unknown
    // Without the comparison with nobody's hash it is five or more: bcrypt takes nearly all of the time.
    expect(ratio, `known ${times.known} ms, unknown ${times.unknown} ms`).toBeGreaterThan(0.75)
    expect(ratio, `known ${times.known} ms, unknown ${times.unknown} ms`).toBeLessThan(1.33)
  })

  test('the median is the middle one', () => {
    expect(median([5, 1, 9])).toBe(5)
  })

  test('a request from another site’s page is refused', async () => {
    const person = await addPerson(clinic.connection, 'nurse')
    const visitor = new Visitor(clinic.url)
    const page = await visitor.get('/login')
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...hiddenFields(page.html), email: person.email, password: person.password })) body.append(name, value)
    const response = await fetch(`${clinic.url}/login`, { method: 'POST', body, headers: { ...visitor.headers(), origin: 'https://elsewhere.example' }, redirect: 'manual' })
    expect(response.status).toBe(500)
    expect(response.headers.getSetCookie()).toEqual([])
  })
})
