/** Code in the documents: what is called wrong or right is examined, and all of it can at least be parsed. */
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'
import { examplesOf, withDefaults } from './examples.ts'
import { blocksOf, documents, textOf } from './markdown.ts'

/** Where wrong and right examples are examined. */
const examined = [/^docs\/rules\//, /^docs\/errors\//, /^docs\/remedies\.md$/]

const code = documents.flatMap((document) => blocksOf(document).filter(({ language }) => /^[jt]sx?$/.test(language)).map((block, i) => ({ document, i, ...block })))

describe('code', () => {
  test('there is some', () => { expect(code.length).toBeGreaterThan(100) })

  test.each(code)('block $i of $document parses', ({ language, text }) => {
    expect(parseSync(`example.${language}`, text).errors).toEqual([])
  })
})

describe('wrong and right', () => {
  const labelled = documents.filter((document) => examplesOf(textOf(document)).length > 0)

  test('stand only where they are examined', () => {
    expect(labelled.filter((document) => !examined.some((place) => place.test(document)))).toEqual([])
    expect(labelled.length).toBeGreaterThan(20)
  })

  test('every block that names a file is in such a section, or below', () => {
    const elsewhere = code.filter(({ document, file, text }) => file !== null && !examplesOf(textOf(document)).some(({ shown }) => shown[file] === text)).map(({ document, file }) => `${document} ${file}`)
    expect(elsewhere).toEqual(['docs/frameworks.md instrumentation.ts', 'docs/frameworks/nuxt.md server/plugins/models.ts'])
  })

  test('docs/frameworks.md: instrumentation.ts registers the models of every entry', () => {
    const [wrong] = examplesOf(textOf('docs/errors/missing-schema-error.md'))
    const block = blocksOf('docs/frameworks.md').find(({ file }) => file === 'instrumentation.ts')
    const { findings, apps } = examine(withTree(withDefaults({ ...wrong?.files, 'instrumentation.ts': block?.text ?? '' }))).report
    expect(findings).toEqual([])
    expect(apps[0]?.everywhere).toEqual(['Role', 'User'])
  })
})

describe('data', () => {
  const data = documents.flatMap((document) => blocksOf(document).filter(({ language }) => language === 'json' || language === 'yaml').map((block, i) => ({ document, i, ...block })))

  test.each(data)('$language block $i of $document parses', ({ language, text }) => {
    expect(language === 'json' ? JSON.parse(text) : parse(text)).toBeTypeOf('object')
  })
})
