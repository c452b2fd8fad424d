/** `User.populate(messages, …)`: documents have the schema of their own model, plain objects are taken for users. Observed on Mongoose 7.8, 8.24 and 9.12. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { script } from '../fixtures/mongoose/base.ts'
import { withTree } from '../helpers/tree.ts'

/** What running the script reports of Team, which is nowhere. */
function team(main: string): readonly string[] {
  const { files } = script('', '', `
    const User = mongoose.model('User', new Schema({ friend: { type: ObjectId, ref: 'User' }, club: { type: ObjectId, ref: 'Team' } }))
    const Message = mongoose.model('Message', new Schema({ team: { type: ObjectId, ref: 'Team' }, sender: { type: ObjectId, ref: 'User' }, club: { type: ObjectId, ref: 'User' } }))
    ${main}
  `, { missing: [] })
  return examine(withTree(files)).report.findings.filter((one) => one.entries.length > 0).map(({ rule, model, confidence }) => `${rule} ${model}, ${confidence}`)
}

test.each([
  ['a path that only they have', `const all = await Message.find(); await User.populate(all, { path: 'team' })`],
  ['one of them', `const one = await Message.findOne(); await User.populate(one, 'team')`],
])('documents of another model are asked for their own path: %s', (_, main) => {
  expect(team(main)).toEqual(['unknown-ref Team, proved'])
})

test.each([
  ['plain objects', `const all = await Message.find().lean(); await User.populate(all, { path: 'club' })`],
  ['documents of the model itself', `const all = await User.find(); await User.populate(all, { path: 'club' })`],
  ['what comes from elsewhere', `await User.populate(await fetch('/').then((answer) => answer.json()), { path: 'club' })`],
])('the path of the model that populates counts for %s', (_, main) => {
  expect(team(main)).toEqual(['unknown-ref Team, proved'])
})

test.each([
  ['documents have no such path', `const all = await Message.find(); await User.populate(all, { path: 'friend' })`],
  ['the path of documents refers to what is there', `const all = await Message.find(); await User.populate(all, { path: 'club' })`],
  ['plain objects with a path that the model has not are looked for among its own', `const all = await Message.find().lean(); await User.populate(all, { path: 'team' })`],
])('looks up nothing that is missing: %s', (_, main) => {
  expect(team(main)).toEqual([])
})

test('what may be plain or not is asked for both, and neither is sure', () => {
  expect(team(`const all = await Message.find().lean(process.env.PLAIN === '1'); await User.populate(all, { path: 'team' })`)).toEqual(['unknown-ref Team, likely'])
  expect(team(`const all = await Message.find().lean(process.env.PLAIN === '1'); await User.populate(all, { path: 'club' })`)).toEqual(['unknown-ref Team, likely'])
})
