import { describe, expect, test } from 'vitest'
import { codeOf } from '../../src/facts/astro.ts'
import { readModule } from '../../src/facts/module.ts'

const page = (frontmatter: string, template: string): string => `---\n${frontmatter}\n---\n${template}\n`

describe('the code of an Astro component', () => {
  test('stands where it stood', () => {
    const text = `  \n${page("import Role from './Role'\nconst one = await Role.findOne()", '<p>{one}</p>')}`
    expect(codeOf('a.astro', text).indexOf('import Role')).toBe(text.indexOf('import Role'))
    expect(codeOf('a.astro', text).indexOf('await Role')).toBe(text.indexOf('await Role'))
  })

  test.each([
    ['a tag', '<Layout><p /></Layout>', ['Layout']],
    ['braces', '<p>{Role.modelName}</p>', ['Role']],
    ['an attribute', '<p title={Role.modelName} />', ['Role']],
    ['nested braces', '<ul>{[1].map(n => { return Role.modelName })}</ul>', ['Role']],
    ['a word of the text', '<h1>Role and Layout</h1>', []],
    ['a property', '<p>{user.Role}</p>', []],
    ['a script', '<script>{Role}</script><style>{Layout}</style>', []],
    ['an open brace', '<p>{Role', []],
  ])('has the imports that %s of the template uses', (_what, template, used) => {
    const code = codeOf('a.astro', page("import Role from './Role'\nimport Layout from './Layout.astro'", template))
    expect([...code.matchAll(/\$\$template\((.*)\)/g)].flatMap(([, names = '']) => names.split(', '))).toEqual(used)
  })

  test.each([['no frontmatter', '<p>Role</p>'], ['a frontmatter that does not end', "---\nimport './Role'\n<p />"], ['nothing', '']])('is nothing where there is %s', (_what, text) => {
    expect(codeOf('a.astro', text).trim()).toBe('')
    expect(readModule('a.astro', text)).toMatchObject({ error: null, imports: [] })
  })

  test('is the text itself of other files', () => {
    expect(codeOf('a.ts', '---')).toBe('---')
  })

  test('is read as TypeScript, and may return', () => {
    const facts = readModule('a.astro', page("import type { IRole } from './Role'\nif (!Astro.locals.user) return Astro.redirect('/')\nconst role = null as IRole | null", ''))
    expect(facts).toMatchObject({ error: null, typescript: true, imports: [{ specifier: './Role', typeOnly: true }] })
  })
})
