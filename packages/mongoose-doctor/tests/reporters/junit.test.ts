import { expect, test } from 'vitest'
import type { Finding, Report } from '../../src/kernel/report.ts'
import { junit } from '../../src/reporters/junit.ts'
import { evil, hostile, unsafe } from './hostile.ts'
import { clean, examination, lateRole, sample } from './sample.ts'
import { elementsOf, named } from './xml.ts'

const { sources } = examination(sample)
const show = (report: Report) => junit(report, sources, ({ severity, confidence }) => severity === 'error' && confidence === 'proved')

test('a suite for the application, a case for each entry, a failure where it breaks', () => {
  const text = show(sample)
  expect(text.split('\n').slice(0, 5)).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="mongoose-doctor" tests="3" failures="1" errors="0" skipped="0" time="0.041">',
    '  <testsuite name="mongoose-doctor" tests="3" failures="1" errors="0" skipped="0">',
    '    <testcase name="app/actions/auth.ts (server-action)" classname="mongoose-doctor.server-action" file="app/actions/auth.ts">',
    '      <failure message="login() populates `role` before it imports Role: on a cold start this throws MissingSchemaError." type="late-registration">error late-registration (proved)',
  ])
  expect(text.split('\n').slice(-5)).toEqual([
    '    <testcase name="app/(shop)/users/[id]/page.tsx (page)" classname="mongoose-doctor.page" file="app/(shop)/users/[id]/page.tsx"/>',
    '    <testcase name="src/app/api/users/route.ts (route-handler)" classname="mongoose-doctor.route-handler" file="src/app/api/users/route.ts"/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ])
})

test('several findings of an entry are one failure, since viewers show the first', () => {
  const failures = named(elementsOf(show({ ...sample, findings: [lateRole, { ...lateRole, message: 'Another one.' }] })), 'failure')
  expect(failures.map(({ attributes }) => attributes['message'])).toEqual([`${lateRole.message} And 1 more finding.`])
  expect(failures[0]?.text).toContain('Another one.')
})

test('what fails no run is output of the case', () => {
  const likely: Finding = { ...lateRole, confidence: 'likely' }
  const elements = elementsOf(show({ ...sample, findings: [likely] }))
  expect(named(elements, 'failure')).toEqual([])
  expect(named(elements, 'testsuites')[0]?.attributes).toMatchObject({ tests: '3', failures: '0' })
  expect(named(elements, 'system-out')[0]?.text).toContain('error late-registration (likely)')
})

test('a finding in no entry and what was not decided have cases of their own', () => {
  const report: Report = { ...sample, findings: [{ ...lateRole, entries: [] }], complete: false, unknown: [{ file: 'lib/x.ts', line: 3, reason: 'the path is computed' }] }
  const elements = elementsOf(show(report))
  expect(named(elements, 'testsuite').map(({ attributes }) => [attributes['name'], attributes['tests'], attributes['failures'], attributes['skipped']])).toEqual([
    ['mongoose-doctor', '3', '0', '0'],
    ['mongoose-doctor: in no entry', '1', '1', '0'],
    ['mongoose-doctor: not decided', '1', '0', '1'],
  ])
  expect(named(elements, 'skipped')).toMatchObject([{ attributes: { message: 'the path is computed' } }])
})

test('nothing found: every case passes', () => {
  expect(elementsOf(show(clean)).map(({ name }) => name)).toEqual(['testsuites', 'testsuite', 'testcase', 'testcase', 'testcase'])
})

test('a hostile name is text of well-formed XML', () => {
  const text = junit(hostile, { text: () => `${evil}\n`.repeat(9) }, () => true)
  expect(text).not.toMatch(unsafe)
  expect(elementsOf(text).map(({ name }) => name)).toEqual(['testsuites', 'testsuite', 'testcase', 'failure', 'testsuite', 'testcase', 'skipped', 'testcase', 'skipped'])
})
