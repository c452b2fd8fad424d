/** A made-up report of a large application. */
import type { EntryReport, Finding, Report } from '../../../src/kernel/report.ts'
import { lateRole, sample } from '../sample.ts'

/** Every twentieth entry misses a model, and every thirtieth has one that was not decided. */
export function large(entryCount: number, modelCount: number): Report {
  const models = Array.from({ length: modelCount }, (_, i) => ({
    name: `Model${i}`, file: `packages/models/src/model-${i}.ts`, line: 12, refs: [1, 7].map((step) => ({ path: `ref${step}`, model: `Model${(i * step + 3) % modelCount}` })),
  }))
  const names = models.map(({ name }) => name)
  const entries = Array.from({ length: entryCount }, (_, i): EntryReport => {
    const required = names.filter((_name, m) => (i + m) % 3 === 0)
    const [first = '', second = ''] = required
    const missing = i % 20 === 0 ? [first] : []
    const unknown = i % 30 === 0 ? [second] : []
    return { file: `app/section-${i % 40}/resource-${i}/route.ts`, kind: 'route-handler', registered: required.filter((name) => !missing.includes(name) && !unknown.includes(name)), maybe: [], required, missing, unknown }
  })
  const findings = entries.filter(({ missing }) => missing.length > 0).map(({ file, missing: [model = ''] }): Finding => ({ ...lateRole, model, entries: [file] }))
  return { ...sample, complete: false, apps: sample.apps.map((app) => ({ ...app, entries })), models, findings, unknown: [{ file: 'lib/registry.ts', line: 7, reason: 'the path is computed' }] }
}
