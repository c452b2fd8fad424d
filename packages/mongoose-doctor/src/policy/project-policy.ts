/** What a project itself has decided about its findings, for those who ask without a command line. */
import type { Disk } from '../disk/disk.ts'
import type { Report } from '../kernel/report.ts'
import { compare, withoutKnown } from './baseline.ts'
import { baselineFile, knownIn } from './baseline-file.ts'
import { decided } from './decided.ts'
import { projectConfig } from './project-config.ts'
import { settingsOf } from './settings.ts'

export interface ProjectPolicy {
  /** The same as long as the same is decided. */
  readonly key: string
  /** The report of the whole project as its configuration and its baseline want it. */
  readonly of: (report: Report) => Report
}

/** @throws UsageError when the configuration or the baseline can't be followed */
export function projectPolicy(disk: Disk): ProjectPolicy {
  const settings = settingsOf(projectConfig(disk), { strict: null, strategy: null, baseline: null })
  const file = baselineFile(settings, disk, disk.root)
  const known = knownIn(file, settings)
  return {
    key: JSON.stringify([[...settings.rules], settings.ignoreFindingsIn, file?.text]),
    of(report) {
      const asked = decided(report, settings)
      return withoutKnown(asked, compare(asked, known), true)
    },
  }
}
