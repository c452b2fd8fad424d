/** docs/remedies.md shows what `--fix --strategy` writes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { strategies } from '../../src/kernel/strategies.ts'
import { mend } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'
import { examplesOf, withDefaults } from './examples.ts'

const examples = examplesOf(readFileSync(new URL('../../../../docs/remedies.md', import.meta.url), 'utf8'))
const disease = examples[0]?.files ?? {}
const PACKAGE = JSON.stringify({ dependencies: { mongoose: '9.12.1', next: '16.4.6', '@mongoose-doctor/runtime': '0.1.0' } })
const application = { ...withDefaults(disease), 'package.json': PACKAGE }

test('the disease is one', () => {
  expect(examine(withTree(application)).report.findings.map((finding) => finding.rule)).toEqual(['late-registration'])
})

describe.each(strategies)('%s', (strategy) => {
  const example = examples.find(({ title }) => title === `Right: ${strategy}`)

  test('is what the fix writes', () => {
    expect(mend(application, strategy)).toMatchObject({ after: example?.shown, reasons: [] })
  })

  test('is healthy', () => {
    expect(examine(withTree({ ...application, ...example?.shown })).report).toMatchObject({ findings: [], unknown: [] })
  })
})
