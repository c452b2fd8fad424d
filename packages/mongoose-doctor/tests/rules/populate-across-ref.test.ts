import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { script } from '../fixtures/mongoose/base.ts'
import { withTree } from '../helpers/tree.ts'

/** What running the script reports of Chapter, which is nowhere; the course and its enrolments are there. */
function chapter(main: string): readonly string[] {
  const { files } = script('', '', `
    const Course = mongoose.model('Course', new Schema({ chapters: [{ type: ObjectId, ref: 'Chapter' }] }))
    const Enrolment = mongoose.model('Enrolment', new Schema({ course: { type: ObjectId, ref: 'Course' }, past: [{ course: { type: ObjectId, ref: 'Course' } }] }))
    ${main}
  `, { missing: [] })
  // That no file defines it, and nobody asks for it, is another matter.
  return examine(withTree(files)).report.findings.filter((one) => one.model === 'Chapter' && one.entries.length > 0).map(({ confidence, severity }) => `${severity}, ${confidence}`)
}

test.each([
  ['a document', `const one = await Enrolment.findOne().populate('course'); await one.populate('course.chapters')`],
  ['an object', `const one = await Enrolment.findOne().populate('course'); await one.populate({ path: 'course.chapters' })`],
  ['with a model', `const one = await Enrolment.findOne().populate('course'); await one.populate({ path: 'course.chapters', model: 'Chapter' })`],
  ['in a list', `const one = await Enrolment.findOne().populate('past.course'); await one.populate('past.course.chapters')`],
  ['Model.populate()', `const all = await Enrolment.find().populate('course').lean(); await Enrolment.populate(all, { path: 'course.chapters' })`],
  ['Model.populate() with a model', `const all = await Enrolment.find().populate('course').lean(); await Enrolment.populate(all, { path: 'course.chapters', model: 'Chapter' })`],
])('of documents at hand, a path through a ref looks up its model if the ref was populated before: %s', (_, main) => {
  expect(chapter(main)).toEqual(['error, likely'])
})

test.each([
  ['a query', `console.log(await Enrolment.find().populate('course').populate('course.chapters'))`],
  ['a query with a model', `console.log(await Enrolment.find().populate('course').populate({ path: 'course.chapters', model: 'Chapter' }))`],
  ['a query that minds no path', `console.log(await Enrolment.find().populate('course').populate({ path: 'course.chapters', model: 'Chapter', strictPopulate: false }))`],
  ['a list', `const one = await Enrolment.findOne(); await one.populate(['course', 'course.chapters'])`],
  ['what the course does not have', `const one = await Enrolment.findOne().populate('course'); await one.populate('course.nothing')`],
])('what populates both of them at once looks up the first alone: %s', (_, main) => {
  expect(chapter(main)).toEqual([])
})
