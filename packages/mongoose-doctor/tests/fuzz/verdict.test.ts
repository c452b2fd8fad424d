/** The engine against the rules in few words, on made-up applications. `npm run fuzz -- --minutes 10` looks longer. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { strategies } from '../../src/kernel/strategies.ts'
import { writeFixes } from '../../src/fixes/writing/write.ts'
import type { Files } from '../fixtures/fixture.ts'
import { planFor } from '../fixes/mend.ts'
import { withTree } from '../helpers/tree.ts'
import { application, filesOf, PLAIN, routeFile } from './application.ts'
import { verdictOf } from './rules.ts'
import { runs, timeout } from './settings.ts'

const RUNTIME = { '@mongoose-doctor/runtime': '0.1.0' }
/** With the package that some of the fixes write. */
function withRuntime(files: Files): Files {
  const manifest = JSON.parse(String(files['package.json'])) as { dependencies: Record<string, string> }
  return { ...files, 'package.json': JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...RUNTIME } }) }
}

describe('made-up applications', () => {
  test('each entry registers and misses what the rules say', () => {
    fc.assert(fc.property(application, (app) => {
      const { report } = examine(withTree(filesOf(app)))
      expect(report.unknown).toEqual([])
      const entries = new Map(report.apps.flatMap((one) => one.entries).map((entry) => [entry.file, entry]))
      app.routes.forEach((route, at) => {
        const entry = entries.get(routeFile(at))
        expect({ registered: entry?.registered, missing: entry?.missing }).toEqual(verdictOf(app, route))
      })
    }), runs(150))
  }, timeout)

  test('comments, blank lines and unrelated code change nothing', () => {
    const told = (files: Files) => {
      const { apps, findings } = examine(withTree(files)).report
      return { entries: apps.flatMap((one) => one.entries), findings: findings.map(({ rule, model, file, entries, severity }) => ({ rule, model, file, entries, severity })) }
    }
    const filler = fc.array(fc.constantFrom('\n', '// populate("x")\n', '/* import "@/models/M0" */\n', 'export {}\n', ';\n'), { maxLength: 3 }).map((parts) => parts.join(''))
    fc.assert(fc.property(application, filler, (app, text) => {
      // Inside a function no export can stand.
      expect(told(filesOf(app, { ...PLAIN, filler: text.replaceAll('export {}\n', '') }))).toEqual(told(filesOf(app)))
    }), runs(60))
  }, timeout)

  test('a fix leaves nothing that it could mend, and nothing new', () => {
    fc.assert(fc.property(application, fc.constantFrom(...strategies), (app, strategy) => {
      const root = withTree(withRuntime(filesOf(app)))
      const before = examine(root).report.findings
      const plan = planFor(root, strategy)
      writeFixes(root, plan)
      const after = examine(root).report
      const stay = new Set(plan.notFixed.map(({ finding }) => finding.id))
      const known = new Set(before.map(({ id }) => id))
      expect(after.findings.filter(({ id, severity }) => severity === 'error' && !stay.has(id))).toEqual([])
      expect(after.findings.filter(({ id, severity }) => severity === 'error' && !known.has(id))).toEqual([])
      if (strategy === 'import') expect(plan.notFixed).toEqual([])
      expect(planFor(root, strategy).files).toEqual([])
    }), runs(60))
  }, timeout)
})
