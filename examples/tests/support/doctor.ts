/** The doctor that is installed in a machine's workspace, on the whole of it. */
import type { Machine } from './machine.ts'

export interface Verdict {
  code: number | null
  findings: { rule: string; model: string; file: string; entries: string[] }[]
  /** The whole report, but for how much was read and how long it took. */
  report: unknown
  /** Of so many files the facts were at hand; null where none were looked for. */
  reused: { files: number; of: number } | null
}

interface Report {
  findings: { rule: string; model: string; file: string; entries: string[] }[]
  stats: unknown
}

export async function check(machine: Machine, options: readonly string[] = []): Promise<Verdict> {
  const { code, stdout, stderr, output } = await machine.node('mongoose-doctor/dist/cli.mjs', ['check', '--format', 'json', '--no-cache', '--timings', ...options])
  if (!stdout.startsWith('{')) throw new Error(`mongoose-doctor ended with code ${code} and no report:\n${output}`)
  const { stats: _, ...report } = JSON.parse(stdout) as Report
  const findings = report.findings.map(({ rule, model, file, entries }) => ({ rule, model, file, entries }))
  const [, of, files] = /(\d+) files; of (\d+) their facts were at hand/.exec(stderr) ?? []
  return { code, findings, report, reused: files === undefined ? null : { files: Number(files), of: Number(of) } }
}
