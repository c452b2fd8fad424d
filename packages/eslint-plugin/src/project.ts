/** One session for each examined directory, for as long as the process lives. */
import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { createSession, type CurrentReport, type Examination, type Report, type Session } from 'mongoose-doctor'
import { isCi } from './host.ts'

export interface Project {
  readonly session: Session
  /** What was said last; null: nothing. */
  last(): CurrentReport | null
  /** Of the tree as it was a moment ago: whether it has changed is asked only so often that it takes a twentieth of the time. */
  recent(): CurrentReport
  /** Of the tree as it is now. */
  current(): CurrentReport
  /** Whether what was written then may have been missed. @param milliseconds since 1970 */
  mayMiss(milliseconds: number): boolean
  /** What led to the report, to ask more of it; where there is only the report, the tree is examined, and gives one that is the same unless something has changed. */
  examinationOf(report: Report): Examination
  /** The name of a file in the examined directory; null when it is elsewhere. */
  nameOf(path: string): string | null
}

const projects = new Map<string, Project>()

/**
 * @param root absolute
 * @throws UsageError when there is no such directory
 */
export function projectAt(root: string): Project {
  const known = projects.get(root)
  if (known !== undefined) return known
  const project = createProject(root)
  projects.set(root, project)
  return project
}

const SHARE = 20
/** Clocks of file systems are coarse, and may differ from that of the process. */
const UNSURE = 2000

function createProject(root: string): Project {
  // There it is rarely found again: the command line does without, too.
  const session = createSession(root, { cache: !isCi() })
  const examinations = new WeakMap<Report, Examination>()
  let held: CurrentReport | null = null
  let failure: { readonly error: unknown } | null = null
  /** On the clock of the process, and since 1970. */
  let due = 0
  let asked = 0

  function current(): CurrentReport {
    const started = performance.now()
    asked = Date.now()
    let share = SHARE
    try {
      const next = session.current()
      // An examination is no question that will be asked again.
      if (next.report !== held?.report) share = 1
      held = next
      failure = null
      return next
    } catch (error) {
      failure = { error }
      throw error
    } finally {
      const now = performance.now()
      due = now + share * (now - started)
    }
  }

  return {
    session,
    current,
    last: () => held,
    recent() {
      if (performance.now() >= due) return current()
      if (failure !== null) throw failure.error
      return held ?? current()
    },
    mayMiss: (milliseconds) => milliseconds > asked - UNSURE,
    examinationOf(report) {
      const known = examinations.get(report)
      if (known !== undefined) return known
      const examination = session.examination()
      examinations.set(examination.report, examination)
      held = examination
      return examination
    },
    // As it was named where that is possible: a link in the directory is a file of another name, about which nothing is said.
    nameOf: (path) => within(root, path) ?? within(session.root, real(path)),
  }
}

function within(directory: string, path: string): string | null {
  const name = relative(directory, path)
  return name === '' || name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name) ? null : name.split(sep).join('/')
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
