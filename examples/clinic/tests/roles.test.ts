/** Who gets which role, and who may change it: as asked by people who may not. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson, newEmail, PASSWORD, type Person, roleOf } from './support/people.ts'
import { actionOf, Visitor } from './support/visitor.ts'

describe.skipIf(!inject('hasDatabase'))('roles', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  })
  afterAll(() => clinic?.close())

  const loggedIn = async (person: Person) => {
    const visitor = new Visitor(clinic.url)
    expect((await visitor.logIn(person)).location).toBe('/dashboard')
    return visitor
  }
  /** The endpoint's name, which anyone can learn: it is not a secret. */
  const changeRole = async () => {
    const admin = await loggedIn(await addPerson(clinic.connection, 'admin'))
    return actionOf((await admin.get('/admin')).html, 'name="role"')
  }
  const refusals = (actor: Person | null, subject: Person) =>
    clinic.connection.collection('auditentries').countDocuments({ event: 'role-refused', subject: subject.id, ...(actor && { actor: actor.id }) })

  test('nobody can choose admin at sign-up: not by the form, not by the endpoint, not with other fields', async () => {
    const admin = await clinic.connection.collection('roles').findOne({ name: 'admin' })
    const visitor = new Visitor(clinic.url)
    const action = actionOf((await visitor.get('/signup')).html)
    for (const role of ['admin', 'ADMIN', 'admin ', String(admin?._id), 'superuser']) {
      const email = newEmail()
      const answer = await visitor.submit('/signup', { name: 'Eve', email, role, password: PASSWORD })
      expect(answer.errors).toEqual({ role: 'Choose what you do at the clinic.' })
      const { text } = await visitor.call('/signup', action, { name: 'Eve', email, role, password: PASSWORD })
      expect(text).toContain('Choose what you do at the clinic.')
      expect(await clinic.connection.collection('signups').countDocuments({ email })).toBe(0)
    }
  })

  test('fields that the form does not have change nothing', async () => {
    const admin = await clinic.connection.collection('roles').findOne({ name: 'admin' })
    const email = newEmail()
    const extra = { 'role[name]': 'admin', roleId: String(admin?._id), permissions: 'accounts', _id: '0'.repeat(24), isAdmin: 'true' }
    const visitor = new Visitor(clinic.url)
    expect((await visitor.submit('/signup', { name: 'Eve', email, role: 'nurse', password: PASSWORD, ...extra })).location).toBe('/signup/sent')
    const nurse = await clinic.connection.collection('roles').findOne({ name: 'nurse' })
    expect(await clinic.connection.collection('signups').findOne({ email })).toMatchObject({ role: nurse?._id })
  })

  test.each([
    ['admin', ['Accounts']],
    ['doctor', ['Appointments', 'Ward', 'Prescriptions']],
    ['nurse', ['Appointments', 'Ward']],
    ['receptionist', ['Appointments']],
  ])('the dashboard of a %s', async (role, titles) => {
    const visitor = await loggedIn(await addPerson(clinic.connection, role))
    const { html } = await visitor.get('/dashboard')
    expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual(titles)
  })

  test.each(['doctor', 'nurse', 'receptionist'])('a %s does not see the accounts, and cannot change a role by the endpoint', async (role) => {
    const person = await addPerson(clinic.connection, role)
    const visitor = await loggedIn(person)
    const page = await visitor.get('/admin')
    expect(page.status).toBe(404)
    expect(page.html).not.toContain('@clinic.example')

    const action = await changeRole()
    for (const path of ['/admin', '/dashboard', '/login']) {
      await visitor.call(path, action, { user: String(person.id), role: 'admin' })
      expect(await roleOf(clinic.connection, person)).toBe(role)
    }
    expect(await refusals(person, person)).toBeGreaterThan(0)
  })

  test('nobody at all cannot either', async () => {
    const person = await addPerson(clinic.connection, 'nurse')
    await new Visitor(clinic.url).call('/admin', await changeRole(), { user: String(person.id), role: 'admin' })
    expect(await roleOf(clinic.connection, person)).toBe('nurse')
    expect(await refusals(null, person)).toBe(1)
  })

  test('an administrator sees everyone with their role, and changes one; the change holds at once', async () => {
    const nurse = await addPerson(clinic.connection, 'nurse', { name: 'Aaa Example' })
    const nurses = await loggedIn(nurse)
    const admin = await loggedIn(await addPerson(clinic.connection, 'admin'))
    const { html } = await admin.get('/admin')
    expect(html).toContain(nurse.email)
    expect(html).toMatch(new RegExp(`id="role-${String(nurse.id)}".*?<option value="nurse" selected`, 's'))

    await admin.submit('/admin', { user: String(nurse.id), role: 'doctor' }, String(nurse.id))
    expect(await roleOf(clinic.connection, nurse)).toBe('doctor')
    expect((await nurses.get('/dashboard')).html).toContain('Prescriptions')
  })

  test('who was an administrator is none with the next request', async () => {
    const person = await addPerson(clinic.connection, 'admin')
    const visitor = await loggedIn(person)
    const other = await loggedIn(await addPerson(clinic.connection, 'admin'))
    const action = actionOf((await visitor.get('/admin')).html, 'name="role"')
    await other.call('/admin', action, { user: String(person.id), role: 'nurse' })
    expect((await visitor.get('/admin')).status).toBe(404)
    await visitor.call('/admin', action, { user: String(person.id), role: 'admin' })
    expect(await roleOf(clinic.connection, person)).toBe('nurse')
  })

  test('users and roles that do not exist, and operators in their place, change nothing', async () => {
    const admin = await loggedIn(await addPerson(clinic.connection, 'admin'))
    const person = await addPerson(clinic.connection, 'nurse')
    const action = actionOf((await admin.get('/admin')).html, 'name="role"')
    const user = String(person.id)
    const attacks: Record<string, string>[] = [{ user, role: 'owner' }, { user: '0'.repeat(24), role: 'admin' }, { 'user[$ne]': '', role: 'admin' }, { user: '{"$ne":null}', role: 'admin' }, { user, 'role[$ne]': '' }]
    for (const attack of attacks) await admin.call('/admin', action, attack)
    expect(await roleOf(clinic.connection, person)).toBe('nurse')
  })
})

describe.skipIf(!inject('hasDatabase'))('the last administrator', () => {
  const setUp = async (admins: number) => {
    const clinic = await openClinic()
    const people = await Promise.all(Array.from({ length: admins }, () => addPerson(clinic.connection, 'admin')))
    const urls = [clinic.url, await clinic.another()]
    const visitors = await Promise.all(
      people.map(async (person, index) => {
        const visitor = new Visitor(urls[index % 2] ?? clinic.url)
        await visitor.logIn(person)
        return visitor
      }),
    )
    const action = actionOf((await visitors[0]?.get('/admin'))?.html ?? '', 'name="role"')
    const count = async () => (await Promise.all(people.map((person) => roleOf(clinic.connection, person)))).filter((role) => role === 'admin').length
    return { clinic, people, visitors, action, count }
  }

  test('stays one', async () => {
    const { clinic, people, visitors, action, count } = await setUp(1)
    try {
      const answer = await visitors[0]?.call('/admin', action, { user: String(people[0]?.id), role: 'nurse' })
      expect(answer?.text).toContain('is the last administrator')
      expect(await count()).toBe(1)
    } finally {
      await clinic.close()
    }
  })

  test('stays one when all of several step back, or remove each other, at the same time in two processes', async () => {
    const { clinic, people, visitors, action, count } = await setUp(6)
    try {
      await Promise.all(
        visitors.flatMap((visitor, index) => [
          visitor.call('/admin', action, { user: String(people[(index + 1) % 6]?.id), role: 'nurse' }),
          visitor.call('/admin', action, { user: String(people[index]?.id), role: 'doctor' }),
        ]),
      )
      expect(await count()).toBe(1)
    } finally {
      await clinic.close()
    }
  })
})
