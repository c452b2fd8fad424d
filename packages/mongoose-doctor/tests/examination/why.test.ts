import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = (imports: string): string => `${imports}import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n`
const why = (imports: string) => examine(withTree({ ...nextApp({}), 'app/api/users/route.ts': route(imports) })).why('Role')

test('where nothing leads to the model, it says where the model is registered', () => {
  expect(why('')).toMatchObject([{
    status: 'missing',
    steps: [
      { file: 'app/api/users/route.ts', line: 2, text: "`populate('role')` needs it." },
      { file: 'models/Role.ts', line: 4, text: 'registers "Role", and no import of this entry leads here.' },
    ],
  }])
})

test('where an import does, it says the same place', () => {
  expect(why("import '@/models/Role'\n")).toMatchObject([{
    status: 'registered',
    steps: [
      { file: 'app/api/users/route.ts', line: 1, text: 'imports models/Role.ts' },
      { file: 'models/Role.ts', line: 4, text: 'registers "Role"' },
    ],
  }])
})
