/** The comment that silences a finding: where it has to stand, which is where it does. */
import { expect, test } from 'vitest'
import { silencing } from '../../src/editing.ts'
import { createSession } from '../../src/session.ts'
import { app } from '../cache/app.ts'
import { withTree } from '../helpers/tree.ts'

const COMMENT = '// mongoose-doctor-disable-next-line missing-model -- TODO: why it is right here'

/** The lines of the query's file once its finding is silenced; null where nothing would. */
function silenced(users: string, more: Readonly<Record<string, string>> = {}): readonly string[] | null {
  const session = createSession(withTree({ ...app, 'lib/users.ts': users, ...more }), { cache: false })
  const examination = session.examination()
  const finding = examination.report.findings.find(({ rule }) => rule === 'missing-model') ?? expect.fail()
  const change = silencing(session, examination, finding)
  return change === null ? null : change.after.split(/\r\n|\n/)
}

const IMPORT = `import User from '@/models/User'`

test.each<[string, readonly string[], number]>([
  ['above the line', [IMPORT, `export const all = () => User.find().populate('role')`], 1],
  ['with its indentation', [IMPORT, 'export async function all() {', `\tconst users = await User.find().populate('role')`, '\treturn users', '}'], 2],
  ['above the statement, if that has several lines', [IMPORT, 'export const all = () => {', '  return User.find({', '    active: true,', `  }).populate('role')`, '}'], 2],
  ['above what holds a text of several lines', [IMPORT, 'export const all = async () => {', '  return `', '    ${await User.find().populate(\'role\')}', '  `', '}'], 2],
])('%s', (_, lines, at) => {
  const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? ''
  expect(silenced(lines.join('\n'))).toEqual([...lines.slice(0, at), indent + COMMENT, ...lines.slice(at)])
})

test('on the first line, after a byte order mark', () => {
  expect(silenced(`\ufeff${IMPORT}; export const all = () => User.find().populate('role')`)?.[0]).toBe(`\ufeff${COMMENT}`)
})

test('with the line ends of the file', () => {
  const session = createSession(withTree({ ...app, 'lib/users.ts': `${IMPORT}\r\nexport const all = () => User.find().populate('role')\r\n` }), { cache: false })
  const examination = session.examination()
  const [finding] = examination.report.findings
  expect(silencing(session, examination, finding ?? expect.fail())?.after).toContain(`here\r\nexport`)
})

test('in a comment that is there for another rule', () => {
  const lines = [IMPORT, '// mongoose-doctor-disable-next-line unknown-ref -- a name of old', `export const all = () => User.find().populate('role').populate({ path: 'role', model: 'Gone' })`]
  expect(silenced(lines.join('\n'))).toEqual([IMPORT, '// mongoose-doctor-disable-next-line missing-model, unknown-ref -- a name of old', lines[2]])
})

const two = {
  'models/User.ts': `import mongoose from 'mongoose'\nconst ref = (ref) => ({ type: mongoose.Types.ObjectId, ref })\nexport default mongoose.model('User', new mongoose.Schema({ role: ref('Role'), team: ref('Team') }))\n`,
  'models/Team.ts': app['models/Role.ts'].replaceAll('Role', 'Team'),
}

test('nowhere, where a comment would silence something else too', () => {
  expect(silenced(`${IMPORT}\nexport const all = () => User.find().populate('role')\n  .populate('team')`, two)).toBeNull()
})

test('what the same rule says of the same line goes with it', () => {
  expect(silenced(`${IMPORT}\nexport const all = () => User.find().populate('role').populate('team')`, two)?.[1]).toBe(COMMENT)
})

test('above an import that does nothing', () => {
  const session = createSession(withTree({ ...app, 'lib/users.ts': `${IMPORT}\nimport Role from '@/models/Role'\nexport const all = (): Promise<Role> => User.find().populate('role')` }), { cache: false })
  const examination = session.examination()
  const finding = examination.report.findings.find(({ rule }) => rule === 'inert-import') ?? expect.fail()
  expect(silencing(session, examination, finding)?.after.split('\n')[1]).toMatch(/-next-line inert-import --/)
})
