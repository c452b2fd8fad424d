/** The pages of the rules say what the engine does: every example is examined. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { ruleNames } from '../../src/kernel/rules.ts'
import { withTree } from '../helpers/tree.ts'
import { examplesOf, headingsOf, withDefaults } from './examples.ts'
import type { Files } from './examples.ts'

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

  const wrong = examples.filter((example) => example.kind === 'wrong')
  test.each(wrong)('$title is reported', ({ files }) => {
    expect(findingsIn(files).map((finding) => finding.rule)).toContain(rule)
  })

  if (rule === 'unused-disable') {
    test('says that it cannot be silenced', () => { expect(page).toContain('cannot be silenced') })
  } else {
    test('says how it is silenced', () => { expect(page).toContain(`// mongoose-doctor-disable-next-line ${rule} -- `) })

    test.each(wrong)('$title is silenced by the comment', ({ files }) => {
      const mine = findingsIn(files).filter((finding) => finding.rule === rule)
      const left = findingsIn(mine.reduce((all, { file, line }) => commented(all, file, line, rule), files))
      expect(left.filter((finding) => finding.rule === rule || finding.rule === 'unused-disable')).toEqual([])
    })
  }

  test.each(examples.filter((example) => example.kind === 'right'))('$title is clean', ({ files }) => {
    // Of any rule: a remedy that brings another disease is none.
    expect(findingsIn(files)).toEqual([])
  })
})

interface Found { readonly rule: string; readonly file: string; readonly line: number; readonly message: string }

function findingsIn(files: Files): readonly Found[] {
  const { report } = examine(withTree(withDefaults(files)))
  return report.findings.map(({ rule, file, line, message }) => ({ rule, file, line, message }))
}

/** The files with a comment above that line. */
function commented(files: Files, file: string, line: number, rule: string): Files {
  const lines = (files[file] ?? '').split('\n')
  lines.splice(line - 1, 0, `// mongoose-doctor-disable-next-line ${rule} -- a test`)
  return { ...files, [file]: lines.join('\n') }
}
