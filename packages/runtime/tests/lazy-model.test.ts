import { expect, test, vi } from 'vitest'
import { defineModel, lazyModel } from '../src/index.ts'
import { fresh } from './support/mongoose.ts'

function role() {
  const mongoose = fresh()
  return { mongoose, Role: mongoose.model('Role', new mongoose.Schema({ title: String })) }
}

test('1,000 concurrent first calls load once', async () => {
  const { Role } = role()
  const load = vi.fn(async () => ({ default: Role }))
  const lazy = lazyModel(load)
  expect(load).not.toHaveBeenCalled()
  const all = await Promise.all(Array.from({ length: 1000 }, () => lazy()))
  expect(new Set(all)).toEqual(new Set([Role]))
  expect(load).toHaveBeenCalledTimes(1)
  await lazy()
  expect(load).toHaveBeenCalledTimes(1)
})

test('1,000 that wait for a failing load all learn of it, and the next call tries again', async () => {
  const { Role } = role()
  const load = vi.fn(async () => Role).mockRejectedValueOnce(new Error('chunk not found'))
  const lazy = lazyModel(load)
  const all = await Promise.allSettled(Array.from({ length: 1000 }, () => lazy()))
  expect(all.every((result) => result.status === 'rejected')).toBe(true)
  expect(load).toHaveBeenCalledTimes(1)
  expect(await lazy()).toBe(Role)
  expect(load).toHaveBeenCalledTimes(2)
})

test('a load that throws at once rejects, and can be tried again', async () => {
  const { Role } = role()
  const load = vi.fn(() => Role).mockImplementationOnce(() => {
    throw new Error('no')
  })
  const lazy = lazyModel(load)
  await expect(lazy()).rejects.toThrow('no')
  expect(await lazy()).toBe(Role)
})

test.each([
  ['the model', (Role: unknown) => Role],
  ['a default export', (Role: unknown) => ({ default: Role, other: 1 })],
  ['a default inside a default, as import() gives it of a compiled CommonJS module', (Role: unknown) => ({ default: { __esModule: true, default: Role } })],
  ['the only model among the exports', (Role: unknown) => ({ Role, roles: ['admin'] })],
  ['one model under two names', (Role: unknown) => ({ Role, RoleModel: Role })],
])('takes %s', async (_, wrap) => {
  const { Role } = role()
  expect(await lazyModel(async () => wrap(Role))()).toBe(Role)
})

test('takes the export that is asked for', async () => {
  const { Role, mongoose } = role()
  const User = mongoose.model('User', new mongoose.Schema({}))
  expect(await lazyModel(async () => ({ User, Role }), 'Role')()).toBe(Role)
  expect(await lazyModel(async () => ({ User, Role }).Role)()).toBe(Role)
})

test.each([
  [{ limit: 3 }, 'it exports no model (its exports: limit)'],
  [undefined, 'it gave undefined'],
  [{ default: 'Role' }, 'it exports no model (its exports: default)'],
])('says what it found in place of a model: %j', async (loaded, message) => {
  await expect(lazyModel(async () => loaded)()).rejects.toThrow(message)
})

test('does not choose between several models', async () => {
  const { Role, mongoose } = role()
  const User = mongoose.model('User', new mongoose.Schema({}))
  await expect(lazyModel(async () => ({ User, Role }))()).rejects.toThrow('it exports several models (User, Role): pick one')
})

test('follows a model that a hot reload replaced', async () => {
  const { Role, mongoose } = role()
  const lazy = lazyModel(async () => Role)
  expect(await lazy()).toBe(Role)
  const successor = defineModel('Role', new mongoose.Schema({ title: String, rank: Number }), { mongoose, replace: true })
  expect(await lazy()).toBe(successor)
})
