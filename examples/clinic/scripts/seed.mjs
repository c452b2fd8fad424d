/** Puts the roles into the database, and one person of each. `npm run seed`, or imported by `npm run clinic`; once is enough. */
import { pathToFileURL } from 'node:url'
import { hash } from 'bcryptjs'
import mongoose from 'mongoose'

const roles = [
  { name: 'admin', permissions: ['accounts'] },
  { name: 'doctor', permissions: ['appointments', 'ward', 'prescriptions'] },
  { name: 'nurse', permissions: ['appointments', 'ward'] },
  { name: 'receptionist', permissions: ['appointments'] },
]

// Known to everyone who reads this: for a demonstration's own database only.
const people = [
  { name: 'Ada Okafor', email: 'ada@clinic.example', password: 'keys to the house', role: 'admin' },
  { name: 'Dmitri Vale', email: 'dmitri@clinic.example', password: 'stethoscope and tea', role: 'doctor' },
  { name: 'Noor Haddad', email: 'noor@clinic.example', password: 'night shift again', role: 'nurse' },
  { name: 'Rosa Lindqvist', email: 'rosa@clinic.example', password: 'please take a seat', role: 'receptionist' },
]

/** The roles alone: what a real clinic needs before its first sign-up. */
export async function seedRoles(connection) {
  const collection = connection.collection('roles')
  await collection.createIndex({ name: 1 }, { unique: true })
  for (const role of roles) await collection.updateOne({ name: role.name }, { $set: role }, { upsert: true })
}

/** @returns whom one can log in as */
export async function seed(uri) {
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5000 }).asPromise()
  try {
    await seedRoles(connection)
    const users = connection.collection('users')
    await users.createIndex({ email: 1 }, { unique: true })
    for (const { name, email, password, role } of people) {
      const { _id } = await connection.collection('roles').findOne({ name: role })
      const now = new Date()
      const user = { name, email, passwordHash: await hash(password, 10), role: _id, createdAt: now, updatedAt: now, __v: 0 }
      await users.updateOne({ email }, { $setOnInsert: user }, { upsert: true })
    }
    return people
  } finally {
    await connection.close()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await seed(process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/clinic')
  process.stdout.write(`${people.map(({ email, password, role }) => `${email}  ${password}  ${role}`).join('\n')}\n`)
}
