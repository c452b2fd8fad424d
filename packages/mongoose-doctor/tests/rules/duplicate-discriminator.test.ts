/** Who registers a discriminator a second time: as observed on Mongoose 7.8.13, 8.24.10 and 9.12.1. */
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { mendNext } from '../fixes/mend.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const RULE = 'duplicate-discriminator'
const ROUTE = 'app/api/clicks/route.ts'
const event = `import { Schema, model, models } from 'mongoose'\nexport default models.Event || model('Event', new Schema({ at: Date }))\n`
const child = (call: string, head = '') => `import mongoose, { Schema } from 'mongoose'\nimport Event from './Event'\n${head}export default ${call}\n`
const plain = `Event.discriminator('Click', new Schema({ url: String }))`
const route = (...imports: readonly string[]) => `${imports.map((one, i) => `import Model${i} from '${one}'\n`).join('')}export const GET = async () => Response.json([${imports.map((_, i) => `await Model${i}.find()`).join(', ')}])\n`

const of = (files: Readonly<Record<string, string>>) =>
  examine(withTree({ ...nextApp(), 'models/Event.ts': event, [ROUTE]: route('@/models/Click'), ...files })).report.findings.flatMap(({ rule, severity, file }) => (rule === RULE ? [`${severity} ${file}`] : []))

describe('a file that is evaluated again', () => {
  test('by the development server', () => { expect(of({ 'models/Click.ts': child(plain) })).toEqual(['warning models/Click.ts']) })
  test('for a route handler and a page', () => {
    expect(of({ 'models/Click.ts': child(plain), 'app/clicks/page.tsx': `import Click from '@/models/Click'\nexport default async function Page() { return <p>{await Click.countDocuments()}</p> }\n` })).toEqual(['error models/Click.ts'])
  })
  test.each([`Event.discriminators?.Click ?? ${plain}`, `mongoose.models.Click || ${plain}`, `Event.discriminators?.['Click'] ?? ${plain}`])('%s is guarded', (call) => {
    expect(of({ 'models/Click.ts': child(call) })).toEqual([])
  })
  test('plain Node starts a new process', () => {
    const files = { 'package.json': { name: 'clinic', type: 'module', main: 'index.js', dependencies: { mongoose: '^9' } }, 'index.js': `import { Schema, model } from 'mongoose'\nconst Event = model('Event', new Schema({}))\n${plain}\n` }
    expect(examine(withTree(files)).report.findings).toEqual([])
  })
})

describe('two files', () => {
  const guarded = child(`Event.discriminators?.Click ?? ${plain}`)
  test('that one entry loads', () => {
    expect(of({ 'models/Click.ts': guarded, 'models/Tap.ts': child(plain), [ROUTE]: route('@/models/Click', '@/models/Tap') })).toEqual(['error models/Tap.ts'])
  })
  test('of which the second looks first', () => {
    expect(of({ 'models/Click.ts': guarded, 'models/Tap.ts': guarded, [ROUTE]: route('@/models/Click', '@/models/Tap') })).toEqual([])
  })
})

describe('the fix', () => {
  const fixed = (text: string) => mendNext({ 'models/Event.ts': event, 'models/Click.js': text, [ROUTE]: route('@/models/Click') }).after['models/Click.js'] ?? null
  test('looks at what is there', () => { expect(fixed(child(plain))).toBe(child(`Event.discriminators?.Click ?? ${plain}`)) })
  test('by a name that is none in JavaScript', () => { expect(fixed(child(plain.replace('Click', 'mouse-click')))).toBe(child(`Event.discriminators?.['mouse-click'] ?? ${plain.replace('Click', 'mouse-click')}`)) })
  test('is not made where the type would be lost', () => {
    expect(mendNext({ 'models/Event.ts': event, 'models/Click.ts': child(plain), [ROUTE]: route('@/models/Click') }).plan.files).toEqual([])
  })
})
