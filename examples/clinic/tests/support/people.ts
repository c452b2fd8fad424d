/** People with accounts, put into the database as a sign-up would have. */
import { randomBytes, randomInt } from 'node:crypto'
import { hash } from 'bcryptjs'
import type mongoose from 'mongoose'

export interface Person {
  id: mongoose.Types.ObjectId
  name: string
  email: string
  password: string
}

export const PASSWORD = 'a password of some length'
const hashes = new Map<number, Promise<string>>()

/** `cost` is bcrypt's: the clinic's own is 10, and 4 is for crowds. */
export async function addPerson(connection: mongoose.Connection, role: string, { cost = 10, name = 'Kim Example' } = {}): Promise<Person> {
  const found = await connection.collection('roles').findOne({ name: role })
  if (!found) throw new Error(`no role ${role}`)
  if (!hashes.has(cost)) hashes.set(cost, hash(PASSWORD, cost))
  const email = newEmail()
  const now = new Date()
  const { insertedId } = await connection
    .collection('users')
    .insertOne({ name, email, passwordHash: await hashes.get(cost), role: found._id, createdAt: now, updatedAt: now, __v: 0 })
  return { id: insertedId, name, email, password: PASSWORD }
}

export async function roleOf(connection: mongoose.Connection, { id }: Person): Promise<string> {
  const user = await connection.collection('users').findOne({ _id: id })
  const role = await connection.collection('roles').findOne({ _id: user?.role })
  return String(role?.name)
}

export function newEmail(): string {
  return `${randomBytes(8).toString('hex')}@clinic.example`
}

/** An address of 10.0.0.0/8: only a name that the clinic counts by, nothing is sent there. */
export function newAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
}
