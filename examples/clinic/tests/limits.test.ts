/** Guessing passwords, many at the same time and over two processes; and a thousand people who log in at once. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson, newAddress, newEmail } from './support/people.ts'
import { ageTries, keepTries, keptUntil, triesOf } from './support/tries.ts'
import { hiddenFields, Visitor } from './support/visitor.ts'

const MANY = 1000
const tooMany = 'Too many attempts. Wait 15 minutes, then try again.'
const wrong = 'The email address or the password is wrong, or the address is not confirmed yet.'

describe.skipIf(!inject('hasDatabase'))('limits', () => {
  let clinic: Clinic
  let urls: string[]
  beforeAll(async () => {
    clinic = await openClinic()
    urls = [clinic.url, await clinic.another()]
  })
  afterAll(() => clinic?.close())

  /** `count` logins at the same time, in turns on both processes. */
  const logins = async (count: number, fields: (index: number) => Record<string, string>, address: (index: number) => string = newAddress) => {
    const hidden = await Promise.all(urls.map(async (url) => hiddenFields((await new Visitor(url).get('/login')).html)))
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const visitor = new Visitor(urls[index % 2] ?? clinic.url)
        visitor.address = address(index)
        const answer = await visitor.post('/login', { ...hidden[index % 2], ...fields(index) })
        return { answer, visitor }
      }),
    )
  }
  const tally = (values: (string | null)[]) => Object.fromEntries([...new Set(values)].map((value) => [String(value), values.filter((other) => other === value).length]))
  const events = async (event: string, email: string) => clinic.connection.collection('auditentries').countDocuments({ event, email })

  test.each([
    ['an account', true],
    ['an address without an account', false],
  ])('a thousand guesses at once for %s: ten are looked at, and each is recorded', async (_, exists) => {
    const email = exists ? (await addPerson(clinic.connection, 'nurse')).email : newEmail()
    const answers = await logins(MANY, (index) => ({ email, password: `guess number ${index}` }))
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 10, [tooMany]: MANY - 10 })
    expect(await events('login-failed', email)).toBe(10)
    expect(await events('login-limited', email)).toBe(MANY - 10)
  })

  test('after that many guesses the right password is refused too, from anywhere', async () => {
    const person = await addPerson(clinic.connection, 'nurse')
    await logins(10, () => ({ email: person.email, password: 'a wrong guess' }))
    for (const url of urls) expect((await new Visitor(url).logIn(person)).alert).toBe(tooMany)
  })

  test('no fifteen minutes hold more than ten: the oldest makes room when it is over, and only for one', async () => {
    const email = newEmail()
    await keepTries(clinic.connection, 'account', email, [16, ...Array.from({ length: 9 }, () => 14)])
    const answers = await logins(20, () => ({ email, password: 'a wrong guess' }))
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 1, [tooMany]: 19 })
    expect(await triesOf(clinic.connection, 'account', email)).toHaveLength(10)
  })

  test('an hour of guesses, four every four minutes: whatever quarter of an hour is taken, it holds ten', async () => {
    const email = newEmail()
    const lookedAt: number[] = []
    for (let minute = 0; minute < 60; minute += 4) {
      const answers = await logins(4, () => ({ email, password: `guess of minute ${minute}` }))
      lookedAt.push(answers.filter(({ answer }) => answer.alert === wrong).length)
      await ageTries(clinic.connection, 'account', email, 4)
    }
    expect(lookedAt).toEqual([4, 4, 2, 0, 4, 4, 2, 0, 4, 4, 2, 0, 4, 4, 2])
  })

  test('tries that are all over leave room for ten, however many come at once', async () => {
    const email = newEmail()
    await keepTries(clinic.connection, 'account', email, Array.from({ length: 10 }, () => 16))
    const answers = await logins(100, () => ({ email, password: 'a wrong guess' }))
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 10, [tooMany]: 90 })
  })

  test('what is refused is not counted: neither does it last longer, nor does the account pay for its address', async () => {
    const email = newEmail()
    const address = newAddress()
    await keepTries(clinic.connection, 'address', address, Array.from({ length: 100 }, () => 14))
    const refused = await logins(20, () => ({ email, password: 'a wrong guess' }), () => address)
    expect(tally(refused.map(({ answer }) => answer.alert))).toEqual({ [tooMany]: 20 })
    expect(await triesOf(clinic.connection, 'account', email)).toEqual([])
    await ageTries(clinic.connection, 'address', address, 2)
    const later = await logins(12, () => ({ email, password: 'a wrong guess' }), () => address)
    expect(tally(later.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 10, [tooMany]: 2 })
  })

  test('one address guesses for a hundred accounts, and no more; forged entries before the proxy’s change nothing', async () => {
    const address = newAddress()
    const answers = await logins(130, () => ({ email: newEmail(), password: 'the same for all' }), () => `${newAddress()}, ${address}`)
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 100, [tooMany]: 30 })
    const person = await addPerson(clinic.connection, 'nurse')
    const elsewhere = await new Visitor(clinic.url).logIn(person)
    expect(elsewhere.location).toBe('/dashboard')
  })

  test('an IPv6 network counts as one address', async () => {
    const answers = await logins(110, () => ({ email: newEmail(), password: 'the same for all' }), (index) => `2001:db8:1:2::${index.toString(16)}`)
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 100, [tooMany]: 10 })
  })

  test('logins that succeed are not counted', async () => {
    const person = await addPerson(clinic.connection, 'nurse', { cost: 4 })
    const visitor = new Visitor(clinic.url)
    for (let turn = 0; turn < 12; turn++) expect((await visitor.logIn(person)).location).toBe('/dashboard')
  })

  test('a login that succeeds takes back its own try, and nobody else’s', async () => {
    const person = await addPerson(clinic.connection, 'nurse', { cost: 4 })
    await keepTries(clinic.connection, 'account', person.email, Array.from({ length: 9 }, () => 1))
    const before = await triesOf(clinic.connection, 'account', person.email)
    expect((await new Visitor(clinic.url).logIn(person)).location).toBe('/dashboard')
    expect(await triesOf(clinic.connection, 'account', person.email)).toEqual(before)
    const answers = await logins(2, () => ({ email: person.email, password: 'a wrong guess' }))
    expect(tally(answers.map(({ answer }) => answer.alert))).toEqual({ [wrong]: 1, [tooMany]: 1 })
  })

  test('the database may remove tries when the last of them is over', async () => {
    const email = newEmail()
    await keepTries(clinic.connection, 'account', email, [14])
    await logins(1, () => ({ email, password: 'a wrong guess' }))
    const tries = await triesOf(clinic.connection, 'account', email)
    expect(await keptUntil(clinic.connection, 'account', email)).toEqual(new Date(Math.max(...tries.map(({ at }) => at.getTime())) + 15 * 60_000))
  })

  test('a thousand people log in at once: each has a session of their own, and nothing is lost or double', async () => {
    const people = await Promise.all(Array.from({ length: MANY / 10 }, () => addPerson(clinic.connection, 'nurse', { cost: 4 })))
    const before = await clinic.connection.collection('sessions').countDocuments()
    const answers = await logins(MANY, (index) => {
      const { email = '', password = '' } = people[index % people.length] ?? {}
      return { email, password }
    })
    expect(tally(answers.map(({ answer }) => answer.location ?? answer.alert))).toEqual({ '/dashboard': MANY })
    expect(new Set(answers.map(({ visitor }) => visitor.cookies.get('clinic-session'))).size).toBe(MANY)
    expect((await clinic.connection.collection('sessions').countDocuments()) - before).toBe(MANY)
    const recorded = await Promise.all(people.map(({ email }) => events('login', email)))
    expect(recorded).toEqual(people.map(() => 10))
  })
})
