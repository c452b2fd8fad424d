import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { mendNext } from '../fixes/mend.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/users/route.ts'
const model = 'models/Account.ts'
const loads = `import Account from '@/models/Account'\nimport User from '@/models/User'\nexport const GET = async () => Response.json([await Account.find(), await User.find()])\n`
const top = `import mongoose, { model, models, Schema } from 'mongoose'\nconst schema = new Schema({ email: String })\n`

/** What is found where a route loads such a file. */
function found(code: string): readonly string[] {
  const { report } = examine(withTree({ ...nextApp(), [route]: loads, [model]: `${top}${code}\n` }))
  return report.findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message.split(/[:,]/)[0] ?? ''}`)
}

test.each<[name: string, code: string, finding: string]>([
  ['a slip', `export default mongoose.model.Account || mongoose.model('Account', schema)`, 'warning broken-guard: `mongoose.model.Account` is always undefined'],
  ['a slip with a key', `export default mongoose.model['Account'] ?? mongoose.model('Account', schema)`, 'warning broken-guard: `mongoose.model[\'Account\']` is always undefined'],
  ['a slip with the function alone', `export default model.Account || model('Account', schema)`, 'warning broken-guard: `model.Account` is always undefined'],
  ['another case', `export default models.account || model('Account', schema)`, 'warning broken-guard: `models.account` is always undefined'],
  ['another key in an if', `let Account = models.Accounts\nif (!Account) Account = model('Account', schema)\nexport default Account`, 'warning broken-guard: `models.Accounts` is always undefined'],
  ['another model', `export default models.User || model('Account', schema)`, 'error broken-guard: This asks for "User" and defines "Account"'],
  ['another connection', `const other = mongoose.createConnection()\nexport default other.models.Account || mongoose.model('Account', schema)`, 'warning broken-guard: `other.models.Account` asks another connection than the one that "Account" is defined on'],
  ['all models', `mongoose.models = {}\nexport default model('Account', schema)`, 'warning broken-guard: This empties the registry of all models'],
  ['what is not there', `mongoose.deleteModel('Account')\nexport default model('Account', schema)`, 'error broken-guard: deleteModel() throws where there is no such model'],
])('%s', (_, code, finding) => {
  expect(found(code)).toEqual([finding])
})

test.each<[name: string, code: string]>([
  ['one model stands for all that are defined with it', `if (!models.Account) { model('Account', schema); model('Log', schema) }\nexport default models.Account`],
  ['a name from before', `export default models.Account || models.Konto || model('Account', schema)`],
  ['asked first', `if (models.Account) mongoose.deleteModel('Account')\nexport default model('Account', schema)`],
  ['whatever happens', `try { mongoose.deleteModel('Account') } catch {}\nexport default models.Account || model('Account', schema)`],
  ['another question before', `const others = models.User\nexport const User = others\nexport default models.Account || model('Account', schema)`],
])('no finding: %s', (_, code) => {
  expect(found(code)).toEqual([])
})

test('all models: of those that are looked up by name, none is told that the file itself defines after it', () => {
  const reasons = (asked: string): readonly string[] => examine(withTree({
    ...nextApp(), [route]: loads, [model]: `${top}mongoose.models = {}\nexport default models.Account || model('Account', schema)\n`,
    'lib/count.ts': `import mongoose from 'mongoose'\nexport const count = () => mongoose.model('${asked}').countDocuments()\n`,
    'app/api/count/route.ts': `import '@/models/User'\nimport '@/models/Account'\nimport { count } from '@/lib/count'\nexport const GET = async () => Response.json(await count())\n`,
  })).report.findings.find(({ rule }) => rule === 'broken-guard')?.because.map(({ text }) => text) ?? ['not found']
  expect(reasons('User')).toEqual(['This looks up "User" by its name.'])
  expect(reasons('Account')).toEqual([])
})

describe('the fix', () => {
  const mended = (code: string): string | undefined => mendNext({ [route]: loads, [model]: `${top}${code}\n` }).after[model]?.slice(top.length, -1)

  test.each<[before: string, after: string | undefined]>([
    [`export default mongoose.model.Account || mongoose.model('Account', schema)`, `export default mongoose.models.Account || mongoose.model('Account', schema)`],
    [`export default model.Account || model('Account', schema)`, `export default models.Account || model('Account', schema)`],
    [`export default models.account || model('Account', schema)`, `export default models.Account || model('Account', schema)`],
    [`export default models["account"] ? models["account"] : model("Account", schema)`, `export default models["Account"] ? models["Account"] : model("Account", schema)`],
    [`export default models.User || model('Account', schema)`, `export default models.Account || model('Account', schema)`],
    // Asked for elsewhere, too.
    [`export const old = models.account\nexport default models.account || model('Account', schema)`, undefined],
  ])('%s', (before, after) => {
    expect(mended(before)).toBe(after)
  })
})
