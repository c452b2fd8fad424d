/** From a request to an examination of which something can be said. */
import { escapeText, nothingExamined, UsageError, type Examination, type Report, type RunOptions, type Session } from 'mongoose-doctor'

/** @throws UsageError when there was nothing to examine: never the same as nothing wrong */
export function refuseNothing(report: Report, directory: string): void {
  const nothing = nothingExamined(report)
  if (nothing === null) return
  const [first] = report.unknown
  throw new UsageError(nothing.message.replace('this directory', () => directory), {
    details: first === undefined ? ['If the application is in another directory, name that.'] : [`${report.unknown.length} places could not be decided, such as ${escapeText(first.file)}: ${escapeText(first.reason)}`],
  })
}

/** The whole examination of a directory. @throws UsageError when there is nothing in it */
export function examinationIn(session: Session, options: RunOptions): Examination {
  const examination = session.examination(options)
  refuseNothing(examination.report, session.root)
  return examination
}
