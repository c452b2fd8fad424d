import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = `import User from '@/models/User'

export async function GET() {
  const a = await User.findOne().populate('role')
  const b = [await User.find().populate('role'), await User.find().populate('role')]
  const c = await User.findOne().populate('role')
  return Response.json([a, b, c])
}
`

test('other lines that ask for the same model are one reason, which stands at the first of them', () => {
  const [finding, ...more] = examine(withTree({ ...nextApp({}), 'app/api/users/route.ts': route })).report.findings
  expect(more).toEqual([])
  expect(finding?.line).toBe(4)
  expect(finding?.because.filter(({ text }) => text.includes('the same'))).toEqual([{ file: 'app/api/users/route.ts', line: 5, text: 'Lines 5, 6 of this file do the same.' }])
})
