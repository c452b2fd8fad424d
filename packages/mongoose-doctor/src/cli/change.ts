/** --changed and --staged: which findings are news. */
import { resolve } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { statOf } from '../disk/stat.ts'
import type { Changes } from '../git/changes.ts'
import type { Examination } from '../kernel/report.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { namesChanged } from '../policy/named.ts'
import { withheld } from '../policy/withheld.ts'
import type { Engine } from './engine.ts'
import type { CheckRequest } from './request.ts'
import type { Terminal } from './terminal.ts'
import type { Viewed } from './view.ts'

export interface Change {
  readonly changes: Changes
  /** What is examined in place of what lies there; null: nothing. */
  readonly disk: Disk | null
}

/** null when all is asked for. @throws UsageError when what has changed is not known */
export async function changeFor({ changed, staged }: CheckRequest, directory: string, engine: Engine, { cwd, env }: Terminal): Promise<Change | null> {
  if (staged) return engine.staged(directory, env)
  if (changed === null) return null
  try {
    return { changes: await engine.changes(directory, changed.ref, env), disk: null }
  } catch (error) {
    // `--changed apps/web` takes the directory for a commit.
    const isDirectory = changed.ref !== null && statOf(resolve(cwd, changed.ref))?.isDirectory() === true
    throw error instanceof UsageError && isDirectory ? new UsageError(`${error.message} If it is the directory to examine: mongoose-doctor ${changed.ref} --changed`) : error
  }
}

/**
 * What of a report a change can have to do with: each finding whole, as it is in the full report.
 * @param examine makes the examination that the report is of, which is needed only where findings do not name a changed file themselves
 */
export async function narrowed({ report, notes }: Viewed, { changes }: Change, engine: Engine, examine: () => Promise<Examination>): Promise<Viewed> {
  const named = new Set(report.findings.filter((finding) => namesChanged(finding, changes.has)))
  const isConcerned = named.size === report.findings.length ? null : await engine.concernedBy(await examine(), changes)
  const findings = report.findings.filter((finding) => named.has(finding) || isConcerned?.(finding) === true)
  const left = withheld({ ...report, findings }, 'unchanged', report.findings.length - findings.length)
  return { report: left, notes: [`Compared with ${changes.since}.`, ...notes] }
}
