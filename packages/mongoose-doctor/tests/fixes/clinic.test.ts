/** The example application's disease, from the finding to the written file. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'

const CLINIC = fileURLToPath(new URL('../../../../examples/clinic-before', import.meta.url))

test('a copy of the clinic is mended', async () => {
  const root = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  cpSync(CLINIC, root, { recursive: true, filter: (path) => !path.includes('node_modules') && !path.includes('.next') })
  const { examine, planFixes, writeFixes } = await loadEngine()
  const before = await examine(root, { cache: null, packageFacts: false })
  expect(before.report.findings.map((f) => [f.rule, f.model, f.file])).toEqual([['late-registration', 'Role', 'app/actions/auth.ts']])

  const plan = await planFixes(before, before.report.findings, 'import')
  await writeFixes(root, plan)

  expect(plan.notFixed).toEqual([])
  expect((await examine(root, { cache: null, packageFacts: false })).report.findings).toEqual([])
  const text = readFileSync(join(root, 'app/actions/auth.ts'), 'utf8')
  expect(text.startsWith(`'use server'\n\n`)).toBe(true)
  expect(text).toContain(`import User from '@/models/User'\nimport Role from '@/models/Role'\n`)
  expect(text).not.toContain('await import(')
})
