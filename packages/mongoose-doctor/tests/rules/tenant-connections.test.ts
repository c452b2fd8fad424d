/** A connection for each tenant: what one request registers on it is missing in another, though the model's file is imported. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

test('it is said which registry lacks the model, and what has it', () => {
  const { report } = examine(withTree(nextApp({ files: {
    'lib/tenant.js': `import mongoose from 'mongoose'
const connections = new Map()
async function connectionOf(tenant) {
  if (connections.has(tenant)) return connections.get(tenant)
  const made = await mongoose.createConnection('x/' + tenant).asPromise()
  connections.set(tenant, made)
  return made
}
export async function modelOf(tenant, name, schema) {
  const connection = await connectionOf(tenant)
  return connection.models[name] || connection.model(name, schema)
}
`,
    'models/Doctor.js': `import mongoose from 'mongoose'\nexport default mongoose.models.Doctor || mongoose.model('Doctor', new mongoose.Schema({}))\n`,
    'models/Visit.js': `import mongoose from 'mongoose'\nconst schema = new mongoose.Schema({ doctor: { type: mongoose.Schema.Types.ObjectId, ref: 'Doctor' } })\nexport default mongoose.models.Visit || mongoose.model('Visit', schema)\n`,
    'app/api/visits/route.js': `import { modelOf } from '@/lib/tenant'\nimport Visit from '@/models/Visit'\nimport Doctor from '@/models/Doctor'
export async function GET(request) {
  const visits = await modelOf(request.headers.get('tenant'), 'Visit', Visit.schema)
  return Response.json(await visits.find().populate('doctor'))
}
`,
    'app/api/doctors/route.js': `import { modelOf } from '@/lib/tenant'\nimport Doctor from '@/models/Doctor'
export async function GET(request) {
  const doctors = await modelOf(request.headers.get('tenant'), 'Doctor', Doctor.schema)
  return Response.json(await doctors.find())
}
`,
  } })))
  const [finding, ...others] = report.findings
  expect(others).toEqual([])
  expect(finding).toMatchObject({ rule: 'missing-model', model: 'Doctor', fixable: false, entries: ['app/api/visits/route.js'] })
  expect(finding?.message).toBe('On a cold start of this entry, populating "doctor" needs the model "Doctor" on the connection made at lib/tenant.js:5, which nothing there has registered on it: MissingSchemaError.')
  expect(finding?.because.map(({ file, line, text }) => `${file}:${line} ${text}`).slice(2)).toEqual([
    'app/api/doctors/route.js:4 "Doctor" is registered on that connection here, which this entry does not run before the query.',
    `models/Doctor.js:2 This registers "Doctor" on mongoose's own connection: each connection has a registry of its own.`,
  ])
  expect(finding?.help).toBe('Register "Doctor" on that connection too, before the query, as is done with Visit.')
})
