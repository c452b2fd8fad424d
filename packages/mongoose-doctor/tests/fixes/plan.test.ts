/** What is planned as a whole: circles, refusals, what verification throws out, and running twice. */
import { expect, test } from 'vitest'
import { examine, internalsOf } from '../../src/examine.ts'
import { planFixes } from '../../src/fixes/plan.ts'
import { writeFixes } from '../../src/fixes/writing/write.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'
import { lines, mendNext, planFor, ROUTE } from './mend.ts'

const route = `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n`
const hooked = (name: string, ref: string, top = ''): string => `import mongoose from 'mongoose'
${top}const schema = new mongoose.Schema({ other: { type: mongoose.Types.ObjectId, ref: '${ref}' } })
schema.pre(/^find/, function () { this.populate('other') })
export default mongoose.models.${name} || mongoose.model('${name}', schema)
`
const plain = (name: string, paths: string): string =>
  lines(`import mongoose from 'mongoose'`, `export default mongoose.models.${name} || mongoose.model('${name}', new mongoose.Schema({ ${paths} }))`)

test('running it twice changes nothing', () => {
  const inert = lines(`import Role from '@/models/Role'`, 'export const r: typeof Role | null = null')
  const root = withTree({ ...nextApp(), [ROUTE]: route, 'app/api/more/route.ts': inert + route })
  const first = planFor(root)
  expect(first.files.map((f) => f.file)).toEqual(['app/api/more/route.ts', ROUTE])
  writeFixes(root, first)
  expect(planFor(root)).toEqual({ files: [], notFixed: [] })
  expect(examine(root).report.findings).toEqual([])
})

test('the same plan each time', () => {
  const root = withTree({ ...nextApp(), [ROUTE]: route })
  expect(planFor(root)).toEqual(planFor(root))
})

test('of several definitions of a model the one that others load is imported, wherever it lies', () => {
  const { after, reasons } = mendNext({
    [ROUTE]: route, 'lib/roles.ts': plain('Role', 'title: String'),
    'app/api/roles/route.ts': `import Role from '@/lib/roles'\nexport const GET = async () => Response.json(await Role.find())\n`,
  })
  expect(reasons).toEqual([])
  expect(after).toEqual({ [ROUTE]: route.replace('\n', `\nimport '@/lib/roles'\n`) })
})

test('an import that would close a circle goes into the entries instead', () => {
  const { after, reasons } = mendNext({
    'models/A.ts': hooked('A', 'B'), 'models/B.ts': hooked('B', 'C', `import './A'\n`), 'models/C.ts': hooked('C', 'C'),
    [ROUTE]: `import A from '@/models/A'\nexport const GET = async () => Response.json(await A.find())\n`,
  })
  expect(reasons).toEqual([])
  expect(after).toEqual({
    [ROUTE]: expect.stringContaining(`import '@/models/B'\n`),
    'models/B.ts': expect.stringContaining(`import './C'\n`),
  })
})

test('two imports that would close a circle together: one of them goes into the entry', () => {
  const { after, reasons } = mendNext({
    'models/A.ts': hooked('A', 'B'), 'models/B.ts': hooked('B', 'A'),
    'app/api/a/route.ts': `import A from '@/models/A'\nexport const GET = async () => Response.json(await A.find())\n`,
    'app/api/b/route.ts': `import B from '@/models/B'\nexport const GET = async () => Response.json(await B.find())\n`,
  })
  expect(reasons).toEqual([])
  expect(after).toEqual({
    'models/A.ts': expect.stringContaining(`import '@/models/B'\n`),
    'app/api/b/route.ts': expect.stringContaining(`import '@/models/A'\n`),
  })
})

test('a model that only an entry defines stays for a person', () => {
  const { report } = examine(withTree({
    ...nextApp(),
    'models/Role.ts': '',
    'app/api/roles/route.ts': lines(
      `import mongoose from 'mongoose'`, `mongoose.models.Role || mongoose.model('Role', new mongoose.Schema({}))`, 'export const GET = () => new Response()',
    ),
    [ROUTE]: route,
  }))
  const help = 'Only app/api/roles/route.ts defines it, which is an entry itself (route-handler): move the model to a file of its own.'
  expect(report.findings.map((finding) => [finding.fixable, finding.help])).toEqual([[false, help]])
})

test('a file that only asks for the model is not one that defines it', () => {
  const root = withTree({
    ...nextApp(),
    'models/Access.ts': lines(`import mongoose from 'mongoose'`, `export default mongoose.model('Role')`),
    'app/api/access/route.ts': lines(
      `import '@/models/Role'`, `import Role from '@/models/Access'`, 'export const GET = async () => Response.json(await Role.find())',
    ),
    [ROUTE]: route,
  })
  expect(examine(root).report.findings.map(({ help }) => help)).toEqual([`Load it where it is needed, at the top of ${ROUTE}: import '@/models/Role'`])
})

test('an edit that brings a new finding is given up, the others are kept', () => {
  const { after, reasons } = mendNext({
    // Evaluating it asks for a model that nothing has registered yet.
    'models/Role.ts': `${plain('Role', '')}mongoose.model('Later')\n`,
    'models/Later.ts': plain('Later', ''),
    [ROUTE]: route,
    'models/Post.ts': plain('Post', `by: { type: mongoose.Types.ObjectId, ref: 'User' }`),
    'app/api/posts/route.ts': lines(
      `import Post from '@/models/Post'`,
      `export const GET = async () => Response.json(await Post.find().populate('by'))`,
    ),
  })
  expect(Object.keys(after)).toEqual(['app/api/posts/route.ts'])
  expect(reasons).toEqual([expect.stringMatching(/^it would bring a new finding: .* of Later at models\/Role\.ts:3$/)])
})

test('what the second examination does not confirm is not planned', () => {
  const root = withTree({ ...nextApp(), [ROUTE]: route })
  const examination = examine(root)
  const blind = planFixes(internalsOf(examination), examination.report.findings, () => internalsOf(examination))
  expect(blind.files).toEqual([])
  expect(blind.notFixed.map((n) => n.reason)).toEqual(['the finding is still there after the edit'])
})

test('only what is asked for', () => {
  const root = withTree({ ...nextApp(), [ROUTE]: route, 'app/api/more/route.ts': route })
  const examination = examine(root)
  const asked = examination.report.findings.filter((f) => f.file === ROUTE)
  const plan = planFixes(internalsOf(examination), asked, (overlay) => internalsOf(examine(root, { overlay })))
  expect(plan.files.map((f) => f.file)).toEqual([ROUTE])
})

test('what has no remedy is named', () => {
  const root = withTree({ ...nextApp(), 'models/Role.ts': '', [ROUTE]: route })
  const examination = examine(root)
  expect(examination.report.findings).not.toEqual([])
  const plan = planFixes(internalsOf(examination), examination.report.findings, () => { throw new Error('nothing to verify') })
  const notFixed = examination.report.findings.map((finding) => ({ finding, reason: 'only a person can mend this' }))
  expect(plan).toEqual({ files: [], notFixed })
})
