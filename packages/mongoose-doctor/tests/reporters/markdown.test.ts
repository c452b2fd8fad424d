import { expect, test } from 'vitest'
import { markdown } from '../../src/reporters/markdown.ts'
import { code, fenced, prose } from '../../src/reporters/markdown-text.ts'
import type { Report } from '../../src/kernel/report.ts'
import { evil, hostile, hostileFinding, unsafe } from './hostile.ts'
import { clean, examination, lateRole, sample } from './sample.ts'

const { sources } = examination(sample)
const show = (report: Report) => markdown(report, sources)

test('a comment: what, where, and the reasons folded', () => {
  expect(show(sample)).toMatchInlineSnapshot(`
    "## mongoose-doctor

    **1 error, 1 fixable with --fix.** Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).

    ### error: \`late-registration\` of \`Role\`

    \`app/actions/auth.ts:7:64\` (proved)

    login() populates \`role\` before it imports Role: on a cold start this throws MissingSchemaError.

    <details>
    <summary>Why, and what to do</summary>

    \`\`\`text
      5 │ export async function login(form: FormData) {
      6 │   await connectToDatabase()
    > 7 │   const user = await User.findOne({ email: form.get('email') }).populate('role')
        │                                                                 ^^^^^^^^^^^^^^^^
      8 │   const Role = (await import('@/models/Role')).default
      9 │   return user
    \`\`\`

    **Why**

    1. User.role refers to the model Role by its name \`models/User.ts:8\`
    2. Role is registered here, after the query \`app/actions/auth.ts:8\`

    **Entries**

    - \`app/actions/auth.ts (server-action)\`

    **Fix**

    Import Role at the top of the file: import Role from '@/models/Role'

    Fixable with \`npx mongoose-doctor --fix\`.

    </details>
    "
  `)
})

test('nothing found', () => {
  expect(show(clean)).toBe('## mongoose-doctor\n\n**Every model is registered wherever it is needed.** Examined 12 files, 3 entries and 2 models in 41 ms (Next 16.4 with Turbopack).\n')
})

test('what was not decided is listed, folded', () => {
  const unknown = Array.from({ length: 21 }, (_, i) => ({ file: `lib/a${i}.ts`, line: i, reason: 'the path is computed' }))
  const text = show({ ...clean, complete: false, unknown })
  expect(text).toContain('<details>\n<summary>Not decided (21 places)</summary>\n\n- `lib/a0.ts:0` the path is computed\n')
  expect(text).toContain('\n- and 1 more\n\n</details>\n')
})

test.each([
  ['an_entity *bold* [x](y)', 'an&#95;entity &#42;bold&#42; &#91;x&#93;(y)'],
  ['</details><script> & |', '&#60;/details&#62;&#60;script&#62; &#38; &#124;'],
  ['`populate(\'a*b\')` throws', '`populate(\'a*b\')` throws'],
  ['one ` only', 'one &#96; only'],
  ["import '@/models/Role'", "import '@/models/Role'"],
  ['@someone #12 https://a.b www.a.b', '@<!-- -->someone #<!-- -->12 https:<!-- -->//a.b www<!-- -->.a.b'],
  ['- item', '&#45; item'],
  ['12. item', '&#49;&#50;. item'],
  ['# heading', '&#35; heading'],
  ['a\nb', 'a&#92;nb'],
])('prose(%j)', (text, expected) => {
  expect(prose(text)).toBe(expected)
})

test.each([
  ['app/[id]/page.tsx', '`app/[id]/page.tsx`'],
  ['a`b', '``a`b``'],
  ['`a``', '``` `a`` ```'],
  ['</details>\n', '`</details>\\n`'],
])('code(%j)', (text, expected) => {
  expect(code(text)).toBe(expected)
})

test('a fence is longer than any in the code', () => {
  expect(fenced(['````'])).toEqual(['`````text', '````', '`````'])
})

test('more than a comment holds: the first findings, and how many are left out', () => {
  const findings = Array.from({ length: 400 }, (_, i) => ({ ...lateRole, line: i + 1 }))
  const unknown = [{ file: 'x'.repeat(2000), line: 1, reason: 'y'.repeat(2000) }]
  const text = show({ ...sample, findings, unknown })
  const shown = text.match(/^### /gm)?.length ?? 0
  expect(text.length).toBeLessThanOrEqual(65_000)
  expect(text.length).toBeGreaterThan(60_000)
  expect(text).toContain(`\n\n${400 - shown} more findings left out, because a comment has no room for more: \`npx mongoose-doctor\` prints all of them.`)
})

test('names that are too long are cut, and a finding too long for its reasons stays without', () => {
  const long = '<'.repeat(30_000)
  const because = Array.from({ length: 40 }, () => ({ file: long, line: 1, text: long }))
  const text = show({ ...sample, findings: [{ ...lateRole, message: long, because }] })
  expect(text.length).toBeLessThan(10_000)
  expect(text).toContain('### error: `late-registration` of `Role`')
  expect(text).not.toContain('<details>')
})

test('hostile names stay text', () => {
  const text = markdown({ ...hostile, findings: [hostileFinding, hostileFinding] }, { text: () => `${evil}\n\`\`\`\n`.repeat(9) })
  expect(text).not.toMatch(unsafe)
  expect(text.match(/^<details>$/gm)).toHaveLength(3)
  expect(text.match(/^<\/details>$/gm)).toHaveLength(3)
  // What is left when code is taken away: nothing that is markup of the project's.
  const rest = text.replace(/^(`{3,})text\n[^]*?\n\1$/gm, '').replace(/(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
  expect(rest).not.toMatch(/<script|@someone|(?<!&)#12|\]\(|https:\/\/|www\.|\*\*bold/)
})
