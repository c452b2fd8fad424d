import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import type { Variation } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'
const loads = `import Account from '@/models/Account'\nexport const GET = async () => Response.json(await Account.find())\n`
const byClass = 'export default mongoose.models[Account.name] || mongoose.model(Account.name, schema)'

function found(code: string, variation: Variation = {}): readonly string[] {
  const model = `import mongoose from 'mongoose'\nclass Account { email = '' }\nconst schema = new mongoose.Schema({ email: String })\n${code}\n`
  const { report } = examine(withTree({ ...nextApp(variation), [route]: loads, 'models/Account.ts': model }))
  return report.findings.map(({ rule, confidence, model: name }) => `${rule} ${confidence} ${name}`)
}

const shortened = 'minified-model-name proved Account'

test('a model that a class names', () => {
  expect(found(byClass)).toEqual([shortened])
  expect(found(byClass, { bundler: 'webpack' })).toEqual([shortened])
  expect(found(byClass, { next: '15.5.29', bundler: 'webpack' })).toEqual([shortened])
})

test('Typegoose names it so by itself', () => {
  const typegoose = (options = ''): string => `import { getModelForClass } from '@typegoose/typegoose'\nexport default getModelForClass(Account${options})`
  expect(found(typegoose())).toEqual(['minified-model-name likely Account'])
  expect(found(typegoose(`, { options: { customName: 'Account' } }`))).toEqual([])
})

test('where names are kept', () => {
  expect(found(byClass, { nextConfig: { experimental: { serverMinification: false } } })).toEqual([])
  expect(found(byClass, { next: '14.2.0' })).toEqual([])
  expect(found(`const names = { name: 'Account' }\nexport default mongoose.models[names.name] || mongoose.model(names.name, schema)`)).toEqual([])
})
