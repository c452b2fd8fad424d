/** The database is stopped and started in the middle: people are told, and nobody has to restart the clinic. */
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openClinic, serve } from './support/clinic.ts'
import { addPerson } from './support/people.ts'
import { Visitor } from './support/visitor.ts'

const away = 'The clinic is not available just now'

// With MONGODB_URI the database is somebody's, and not ours to stop.
describe.skipIf(!inject('canStopDatabase'))('the database is away', () => {
  test('in the middle: a page says so, forms say so, and all goes on as before', async () => {
    const clinic = await openClinic()
    onTestFinished(() => clinic.close())
    const person = await addPerson(clinic.connection, 'admin')
    const visitor = new Visitor(clinic.url)
    await visitor.logIn(person)

    await clinic.database.power?.stop()
    for (const path of ['/dashboard', '/admin']) expect((await visitor.get(path)).heading).toBe(away)
    expect((await visitor.get('/')).status).toBe(200)
    const refused = await new Visitor(clinic.url).logIn(person)
    expect(refused.alert).toBe('The clinic cannot reach its database just now. Nothing was changed; try again in a moment.')
    const signup = await new Visitor(clinic.url).submit('/signup', { name: 'Ann', email: 'ann@clinic.example', role: 'nurse', password: person.password })
    expect(signup.alert).toBe(refused.alert)
    expect(signup.html).toContain('value="ann@clinic.example"')

    await clinic.database.power?.start()
    expect((await visitor.get('/dashboard')).heading).toBe('Hello, Kim Example')
    expect((await new Visitor(clinic.url).logIn(person)).location).toBe('/dashboard')
  })

  test('many ask while it is away: all are answered, and none is left behind', async () => {
    const clinic = await openClinic()
    onTestFinished(() => clinic.close())
    const visitor = new Visitor(clinic.url)
    await visitor.logIn(await addPerson(clinic.connection, 'nurse'))
    await clinic.database.power?.stop()
    const answers = await Promise.all(Array.from({ length: 100 }, () => visitor.get('/dashboard')))
    expect(new Set(answers.map(({ heading }) => heading))).toEqual(new Set([away]))
    await clinic.database.power?.start()
    const after = await Promise.all(Array.from({ length: 100 }, () => visitor.get('/dashboard')))
    expect(new Set(after.map(({ heading }) => heading))).toEqual(new Set(['Hello, Kim Example']))
  })

  test('from the start: the first attempt to connect fails, and is not kept', async () => {
    const clinic = await openClinic()
    onTestFinished(() => clinic.close())
    const person = await addPerson(clinic.connection, 'nurse')
    const uri = clinic.database.uri(clinic.connection.name)
    await clinic.database.power?.stop()
    const { url, server } = await serve(uri, clinic.secret)
    onTestFinished(() => server.stop())
    expect((await new Visitor(url).logIn(person)).alert).toContain('cannot reach its database')
    await clinic.database.power?.start()
    expect((await new Visitor(url).logIn(person)).location).toBe('/dashboard')
  })
})
