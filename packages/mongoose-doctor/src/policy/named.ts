import type { Finding } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'

/** Whether a finding names a file that has changed: where it is, why it is, or whom it breaks. */
export function namesChanged({ file, because, entries }: Finding, hasChanged: (file: string) => boolean): boolean {
  return [file, ...because.map((reason) => reason.file), ...entries].some((each) => !isInstalled(each) && hasChanged(each))
}
