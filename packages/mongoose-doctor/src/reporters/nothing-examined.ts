/** Whether a report stands for an examination at all: nothing examined is never the same as nothing wrong. */
import type { Report } from '../kernel/report.ts'

/** What there was none of: source files, models, or entries that could need one. */
export type Nothing = 'empty' | 'no-mongoose' | 'no-entries'

/** null: something was examined. */
export function nothingExamined(report: Report): Nothing | null {
  if (report.stats.files === 0) return 'empty'
  if (report.models.length === 0 && report.findings.length === 0) return 'no-mongoose'
  return report.apps.every((app) => app.entries.length === 0) && report.findings.length === 0 ? 'no-entries' : null
}

/** A sentence for people. @param directory as they know it */
export const nothingSentence: Record<Nothing, (directory: string) => string> = {
  empty: (directory) => `Nothing was examined: ${directory} has no JavaScript or TypeScript files.`,
  'no-mongoose': (directory) => `Nothing was examined: no Mongoose models were found in ${directory}.`,
  'no-entries': (directory) => `Nothing was examined: no entries (routes, pages, server actions, or files that package.json starts) were found in ${directory}.`,
}
