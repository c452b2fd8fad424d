/** What is done with a schema may be seen by Mongoose, so Nitro keeps it, with the models that it mentions. Observed with Rollup 4 and Rolldown 1.3, `moduleSideEffects: false`. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'

const registeredWith = (line: string, model = 'schema') => {
  const { report } = examine(withTree({
    'package.json': { dependencies: { nuxt: '^3.15.0', mongoose: '^9.0.0' } },
    'nuxt.config.ts': 'export default defineNuxtConfig({})',
    'server/models/Post.ts': `import { Schema, model } from 'mongoose'\nexport default model('Post', new Schema({}))`,
    'server/models/Comment.ts': `import mongoose, { Schema, model } from 'mongoose'\nimport Post from './Post'\nconst schema = new Schema({ post: { type: Schema.Types.ObjectId, ref: 'Post' } })\n${line}\nexport default model('Comment', ${model})`,
    'server/api/comments.get.ts': `import Comment from '../models/Comment'\nexport default defineEventHandler(() => Comment.find().populate('post'))`,
  }))
  return report.apps.flatMap(({ entries }) => entries.map(({ registered, maybe }) => ({ registered, maybe })))
}

test.each([
  [`schema.pre('save', async function () { await Post.findById(this.post) })`],
  [`schema.methods.article = function () { return Post.findById(this.post) }`],
  [`schema.virtual('title').get(function () { return Post.modelName })`],
  [`schema.statics = { of() { return Post.find() } }`],
])('%s', (line) => {
  expect(registeredWith(line)).toEqual([{ registered: ['Comment', 'Post'], maybe: [] }])
})

test('also of a schema that no model has', () => {
  expect(registeredWith(`const other = new mongoose.Schema({})\nother.pre('save', () => Post.find())`, 'new Schema({})')).toEqual([{ registered: ['Comment', 'Post'], maybe: [] }])
})

test("not what is done with an object of the project's own that nothing reads", () => {
  expect(registeredWith('const hooks = { save: null }\nhooks.save = () => Post.find()')).not.toMatchObject([{ registered: ['Comment', 'Post'] }])
})
