import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const on = { 'mongoose-doctor.json': JSON.stringify({ rules: { 'stale-model': 'info' } }) }
const route = `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find())\n`
const top = `import mongoose, { model, models, Schema } from 'mongoose'\nconst schema = new Schema({ email: String })\n`

function found(files: Readonly<Record<string, string>>): readonly string[] {
  return examine(withTree({ ...nextApp({}), ...files })).report.findings.map(({ rule, severity, file, line, model }) => `${rule} ${severity} ${file}:${line} ${model}`)
}

const ofModel = (code: string, others: Readonly<Record<string, string>> = on): readonly string[] => found({ 'app/api/users/route.ts': route, 'models/User.ts': `${top}${code}\n`, ...others })

describe('a guard that gives the model that is there', () => {
  test.each<[name: string, code: string, line: number]>([
    ['||', `export default models.User || model('User', schema)`, 3],
    ['??=', `let User = models.User\nUser ??= model('User', schema) as never\nexport default User`, 4],
    ['if', `if (!models.User) model('User', schema)\nexport default mongoose.model('User')`, 3],
    ['a choice', `export default 'User' in models ? models.User : model('User', schema)`, 3],
    ['a function for all', `const define = (name: string, of: Schema) => models[name] || model(name, of)\nexport default define('User', schema)`, 4],
  ])('%s', (_, code, line) => {
    expect(ofModel(code)).toEqual([`stale-model info models/User.ts:${line} User`])
  })

  test('one finding a file, however many models', () => {
    expect(ofModel(`export const Role = models.Role || model('Role', schema.clone())\nexport default models.User || model('User', schema)`)).toEqual(['stale-model info models/User.ts:3 Role'])
  })
})

describe('not where the new schema is taken', () => {
  test.each<[name: string, code: string]>([
    ['taken out before', `if (models.User) delete models.User\nexport default model('User', schema)`],
    ['taken out while developing', `if (process.env.NODE_ENV === 'development' && models.User) mongoose.deleteModel('User')\nexport default models.User || model('User', schema)`],
    ['the whole registry emptied', `if (process.env.NODE_ENV !== 'production') mongoose.deleteModel(/.*/)\nexport default models.User || model('User', schema)`],
    ['defineModel', `import { defineModel } from '@mongoose-doctor/runtime'\nexport default defineModel('User', schema)`],
  ])('%s', (_, code) => {
    expect(ofModel(code).filter((one) => one.startsWith('stale-model'))).toEqual([])
  })

  test('nor without a guard, which is another disease', () => {
    expect(ofModel(`export default model('User', schema)`)).toEqual(['unguarded-model warning models/User.ts:3 User'])
  })

  test('nor in plain Node, where a change starts a new process', () => {
    const files = { ...on, 'package.json': JSON.stringify({ main: 'server.js', dependencies: { mongoose: '9.0.0' } }) }
    expect(examine(withTree({ ...files, 'server.js': `const { models, model, Schema, connect } = require('mongoose')\nconnect('mongodb://127.0.0.1')\nmodule.exports = models.User || model('User', new Schema({}))\n` })).report.findings).toEqual([])
  })
})

describe('off by default', () => {
  const guarded = `export default models.User || model('User', schema)`

  test('without a configuration, and where it says so', () => {
    expect(ofModel(guarded, {})).toEqual([])
    expect(ofModel(guarded, { 'mongoose-doctor.json': JSON.stringify({ rules: { 'stale-model': 'off' } }) })).toEqual([])
  })

  test('a comment for it is not unused as long as it does not run', () => {
    expect(ofModel(`// mongoose-doctor-disable-next-line stale-model -- never changed\n${guarded}`, {})).toEqual([])
    expect(ofModel(`// mongoose-doctor-disable-next-line stale-model -- never changed\n${guarded}`)).toEqual([])
    expect(ofModel(`// mongoose-doctor-disable-next-line stale-model\nconsole.log(1)\n${guarded}`)).toEqual(['unused-disable warning models/User.ts:3 ', 'stale-model info models/User.ts:5 User'])
  })
})
