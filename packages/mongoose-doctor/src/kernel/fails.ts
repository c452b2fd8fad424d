import type { Finding } from './report.ts'

/** Proved errors fail a run; with --strict the likely ones do too. */
export function fails({ severity, confidence }: Finding, strict = false): boolean {
  return severity === 'error' && (strict || confidence === 'proved')
}
