/** How a run ends, and the one place that turns that into an exit code. */
import { fails } from '../kernel/fails.ts'
import type { Report } from '../kernel/report.ts'

export type Outcome =
  | { readonly kind: 'examined'; readonly report: Report; readonly strict: boolean }
  /** A question was answered, a page or a list shown. */
  | { readonly kind: 'answered' }
  /** A generated file is not what it should be. */
  | { readonly kind: 'stale' }
  /** The editor that was served went away without a word. */
  | { readonly kind: 'abandoned' }
  /** There was nothing to examine: never the same as "nothing wrong". */
  | { readonly kind: 'nothing-examined'; readonly because: Nothing; readonly directory: string }
  | { readonly kind: 'wrong-use'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

export type Nothing = 'empty' | 'no-mongoose' | 'no-entries'

export type ExitCode = 0 | 1 | 2 | 3

/** 0 nothing proved wrong; 1 findings that fail the run; 2 wrong use, or nothing to examine; 3 an internal fault. */
export function exitCode(outcome: Outcome): ExitCode {
  switch (outcome.kind) {
    case 'examined':
      return outcome.report.findings.some((finding) => fails(finding, outcome.strict)) ? 1 : 0
    case 'answered':
      return 0
    case 'stale':
    case 'abandoned':
      return 1
    case 'nothing-examined':
    case 'wrong-use':
      return 2
    case 'fault':
      return 3
  }
}

/** The sentence for stderr; null when the run's own output says it all. */
export function sentence(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'wrong-use':
    case 'fault':
      return outcome.message
    case 'nothing-examined':
      return nothing[outcome.because](outcome.directory)
    default:
      return null
  }
}

const nothing: Record<Nothing, (directory: string) => string> = {
  empty: (directory) => `Nothing was examined: ${directory} has no JavaScript or TypeScript files.`,
  'no-mongoose': (directory) => `Nothing was examined: no Mongoose models were found in ${directory}.`,
  'no-entries': (directory) => `Nothing was examined: no entries (routes, pages, server actions, or files that package.json starts) were found in ${directory}.`,
}

/** Whether a report stands for an examination at all. */
export function nothingExamined(report: Report): Nothing | null {
  if (report.stats.files === 0) return 'empty'
  if (report.models.length === 0 && report.findings.length === 0) return 'no-mongoose'
  return report.apps.every((app) => app.entries.length === 0) && report.findings.length === 0 ? 'no-entries' : null
}
