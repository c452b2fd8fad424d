/** The pages of the rules say what the engine does: every example is examined. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { ruleNames } from '../../src/reporters/rule-pages.ts'
import { withTree } from '../helpers/tree.ts'
import { examplesOf, headingsOf, withDefaults } from './examples.ts'

const folder = new URL('../../../../docs/rules/', import.meta.url)
const pages = readdirSync(folder).filter((file) => file !== 'README.md').sort()

test('every rule has a page, and every page a rule', () => {
  expect(pages).toEqual(ruleNames.map((rule) => `${rule}.md`).sort())
})

describe.each(ruleNames)('%s', (rule) => {
  const page = readFileSync(new URL(`${rule}.md`, folder), 'utf8')
  const examples = examplesOf(page)

  test('has the headings that all pages have', () => {
    expect(headingsOf(page)).toEqual([`# ${rule}`, '## What', '## Why', '## Examples', '## How to fix', '## How to silence'])
  })

  test('shows what is wrong, then what is right', () => {
    expect(examples.map((example) => example.kind)).toEqual(examples.map((_, i) => (i % 2 === 0 ? 'wrong' : 'right')))
    expect(examples.length).toBeGreaterThanOrEqual(2)
    expect(examples.filter((example) => Object.keys(example.shown).length === 0)).toEqual([])
  })

  test('says how it is silenced', () => {
    expect(page).toContain(rule === 'unused-disable' ? 'cannot be silenced' : `// mongoose-doctor-disable-next-line ${rule} -- `)
  })

  test.each(examples.filter((example) => example.kind === 'wrong'))('$title is reported', ({ files }) => {
    expect(findingsIn(files).map((finding) => finding.rule)).toContain(rule)
  })

  test.each(examples.filter((example) => example.kind === 'right'))('$title is clean', ({ files }) => {
    const found = findingsIn(files)
    expect(found.filter((finding) => finding.rule === rule)).toEqual([])
    // A remedy that brings another disease is none.
    expect(found).toEqual([])
  })
})

function findingsIn(files: Readonly<Record<string, string>>): readonly { rule: string; at: string; message: string }[] {
  const { report } = examine(withTree(withDefaults(files)))
  return report.findings.map(({ rule, file, line, message }) => ({ rule, at: `${file}:${line}`, message }))
}
