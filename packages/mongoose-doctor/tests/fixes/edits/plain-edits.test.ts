/** A rule's own edits: put in as they are, kept only if the finding is gone and nothing new has come. */
import { expect, test } from 'vitest'
import { examine, internalsOf } from '../../../src/examine.ts'
import { planFixes } from '../../../src/fixes/plan.ts'
import type { FixPlan } from '../../../src/fixes/types.ts'
import type { Diagnosis, Replacement } from '../../../src/rules/diagnosis.ts'
import { nextApp } from '../../fixtures/next/base.ts'
import { withTree } from '../../helpers/tree.ts'
import { ROUTE, mendNext } from '../mend.ts'

const text = `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n`
const POPULATE = `.populate('role')`
const at = { file: ROUTE, start: text.indexOf(POPULATE), end: text.indexOf(POPULATE) + POPULATE.length }

/** The plan for the application's one finding, with these edits as its remedy. */
function planOf(...remedies: readonly (readonly Replacement[])[]): FixPlan {
  const root = withTree({ ...nextApp(), [ROUTE]: text })
  const { context, diagnoses: [diagnosis] } = internalsOf(examine(root))
  if (diagnosis === undefined) throw new Error('nothing is found')
  const diagnoses = remedies.map((edits, i): Diagnosis => ({ finding: { ...diagnosis.finding, id: i === 0 ? diagnosis.finding.id : `${i}` }, remedy: { kind: 'edit', edits } }))
  return planFixes({ context, diagnoses }, diagnoses.map(({ finding }) => finding), (overlay) => internalsOf(examine(root, { overlay })))
}

test('an edit after which the finding is gone', () => {
  expect(planOf([{ ...at, text: '' }])).toEqual({ files: [{ file: ROUTE, before: text, after: text.replace(POPULATE, '') }], notFixed: [] })
})

test('an edit after which it is still there is not made', () => {
  const { files, notFixed } = planOf([{ file: ROUTE, start: 0, end: 0, text: '// more\n' }])
  expect(files).toEqual([])
  expect(notFixed.map(({ reason }) => reason)).toEqual(['the finding is still there after the edit'])
})

test('the same edit for two findings is made once; edits that overlap are not made', () => {
  expect(planOf([{ ...at, text: '' }], [{ ...at, text: '' }]).files).toHaveLength(1)
  const { files, notFixed } = planOf([{ ...at, text: '' }], [{ ...at, end: at.end - 1, text: '.lean(' }])
  expect(files).toEqual([])
  expect(notFixed[0]?.reason).toBe(`two edits of ${ROUTE} are about the same code`)
})

test('a path that is put right may need a model that nothing has asked for so far: that is imported too', () => {
  const wrong = `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('roles'))\n`
  const { after, reasons } = mendNext({ [ROUTE]: wrong })
  expect(reasons).toEqual([])
  expect(after).toEqual({ [ROUTE]: `import User from '@/models/User'\nimport '@/models/Role'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n` })
})
