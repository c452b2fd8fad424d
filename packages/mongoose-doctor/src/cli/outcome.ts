/** How a run ends, and the one place that turns that into an exit code. */
import { fails } from '../kernel/fails.ts'
import type { Report } from '../kernel/report.ts'
import { nothingSentence, type Nothing } from '../reporters/nothing-examined.ts'
import { program } from '../reporters/words.ts'

export type Outcome =
  | { readonly kind: 'examined'; readonly report: Report; readonly strict: boolean }
  /** A question was answered, a page or a list shown. */
  | { readonly kind: 'answered' }
  /** A build was compared with the prediction. */
  | { readonly kind: 'verified'; readonly fails: boolean }
  /** A generated file is not what it should be. */
  | { readonly kind: 'stale' }
  /** The editor that was served went away without a word. */
  | { readonly kind: 'abandoned' }
  /** There was nothing to examine: never the same as "nothing wrong". */
  | { readonly kind: 'nothing-examined'; readonly because: Nothing; readonly directory: string }
  | { readonly kind: 'wrong-use'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

export type ExitCode = 0 | 1 | 2 | 3

/** 0 nothing proved wrong; 1 findings that fail the run, a baseline that is out of date, or a build without what was predicted; 2 wrong use, or nothing to examine; 3 an internal fault. */
export function exitCode(outcome: Outcome): ExitCode {
  switch (outcome.kind) {
    case 'examined':
      // A baseline that is not pruned would take the same finding for known when it comes again.
      if (outcome.report.gone !== undefined) return 1
      return outcome.report.findings.some((finding) => fails(finding, outcome.strict)) ? 1 : 0
    case 'verified':
      return outcome.fails ? 1 : 0
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
      return [nothingSentence[outcome.because](outcome.directory), ...(outcome.because === 'no-entries' ? [] : [elsewhere])].join(' ')
    default:
      return null
  }
}

const elsewhere = `Is the application elsewhere? ${program} <dir>`
