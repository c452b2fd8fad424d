import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createRegistry, defineModel } from '../src/index.ts'
import { fresh } from './support/mongoose.ts'

function models() {
  const mongoose = fresh()
  return { mongoose, User: mongoose.model('User', new mongoose.Schema({ name: String })), Role: mongoose.model('Role', new mongoose.Schema({ title: String })) }
}

test('gives the models', () => {
  const { User, Role } = models()
  const registry = createRegistry({ User, Role })
  expect(registry.User).toBe(User)
  expect(Object.keys(registry)).toEqual(['User', 'Role'])
  expect({ ...registry }).toEqual({ User, Role })
})

test('an unknown name throws, and says what there is', () => {
  const { User, Role } = models()
  const registry = createRegistry({ User, Role })
  expect(() => Reflect.get(registry, 'Rolle')).toThrow('The registry has no model "Rolle". Did you mean "Role"? It has: User, Role.')
  expect(() => Reflect.get(registry, 'Invoice')).toThrow('no model "Invoice". It has: User, Role.')
})

test('can be awaited, printed, compared and turned into JSON', async () => {
  const { User } = models()
  const registry = createRegistry({ User })
  expect(await registry).toBe(registry)
  expect(JSON.stringify(registry)).toBe('{}')
  expect(inspect(registry)).toContain('User')
  expect(String(registry)).toBe('[object Object]')
  expect('User' in registry).toBe(true)
  expect('Role' in registry).toBe(false)
  expect(registry).toEqual(registry)
  expect(Reflect.get(registry, Symbol.iterator)).toBeUndefined()
})

test('a model may have the name of something that is looked for', () => {
  const { User } = models()
  expect(createRegistry({ then: User }).then).toBe(User)
})

test('takes nothing but models', () => {
  const { User, mongoose } = models()
  expect(() => createRegistry({ User, Role: undefined as unknown as typeof User })).toThrow('"Role" is not a Mongoose model but undefined (a circular import?)')
  expect(() => createRegistry({ Role: new mongoose.Schema({}) as unknown as typeof User })).toThrow(TypeError)
  expect(() => createRegistry({ Role: mongoose.Model as unknown as typeof User })).toThrow('but the function Model')
})

test('cannot be changed', () => {
  const { User, Role } = models()
  const registry = createRegistry({ User })
  expect(Reflect.set(registry, 'User', Role)).toBe(false)
  expect(Reflect.set(registry, 'Role', Role)).toBe(false)
  expect(Reflect.deleteProperty(registry, 'User')).toBe(false)
})

test('follows a model that a hot reload replaced', () => {
  const { Role, mongoose } = models()
  const registry = createRegistry({ Role })
  const successor = defineModel('Role', new mongoose.Schema({ title: String, rank: Number }), { mongoose, replace: true })
  expect(registry.Role).toBe(successor)
})
