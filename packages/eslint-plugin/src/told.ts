/** From the file that is linted to what there is to say of it: exactly of what is saved, and of what is not as far as there is time for it. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CurrentReport, Examination, Report } from 'mongoose-doctor'
import type { Remedies } from './fixes.ts'
import { moved } from './moved.ts'
import { concerns, notesOf, type Note } from './notes.ts'
import type { Project } from './project.ts'

export interface Linted {
  readonly project: Project
  /** In the examined directory. */
  readonly file: string
  /** With its byte order mark. */
  readonly text: string
  readonly editor: boolean
  /** Whether fixes have just been applied to it. */
  readonly isFixed: boolean
}

export function told(linted: Linted): readonly Note[] {
  const { project, file, text, editor, isFixed } = linted
  const { session } = project
  const isSame = (): boolean | null => session.isExamined(file, text)
  const last = project.last()
  // Between two keystrokes there is no time to ask whether anything else has changed.
  if (editor && !isFixed && last !== null && isSame() !== true && onDisk(linted)?.text !== text) return ofEdited(linted, last)

  let { report } = project.recent()
  if (isSame() === true) return ofSaved(linted, report)
  const disk = onDisk(linted)
  if (disk?.text === text && (isSame() === false || project.mayMiss(disk.changed))) {
    ({ report } = project.current())
    if (isSame() === true) return ofSaved(linted, report)
  }
  // No part of what is examined.
  if (disk !== null && isSame() === null) return []
  // Most fixes are those of other rules, in files of which there is nothing to say.
  if (isFixed && !concerns(report, file)) return []
  return isFixed || !editor ? ofOther(linted) : ofEdited(linted, project.recent())
}

/** In an editor, kept for as long as the report stands: an edited text is told from them. */
const saved = new WeakMap<Report, Map<string, readonly Note[]>>()

function ofSaved({ project, file, text, editor }: Linted, report: Report): readonly Note[] {
  if (!concerns(report, file)) return []
  const known = editor ? saved.get(report)?.get(file) : undefined
  if (known !== undefined) return known
  const isMendable = report.findings.some((finding) => finding.file === file && finding.fixable)
  const examination = isMendable ? project.examinationOf(report) : null
  const notes = notesOf(examination?.report ?? report, file, text, examination && remediesOf(project, examination, editor))
  if (editor) keep(examination?.report ?? report, file, notes)
  return notes
}

function keep(report: Report, file: string, notes: readonly Note[]): void {
  const known = saved.get(report) ?? new Map<string, readonly Note[]>()
  saved.set(report, known.set(file, notes))
}

/** Examines the whole tree with this text in it. */
function ofOther({ project, file, text }: Linted): readonly Note[] {
  const examination = project.session.withTexts(new Map([[file, text]]))
  return notesOf(examination.report, file, text, remediesOf(project, examination, false))
}

/** @param isChosen whether a person chooses among them: in an editor, one finding at a time. Each further choice costs an examination. */
function remediesOf({ session }: Project, examination: Examination, isChosen: boolean): Remedies {
  return {
    mending: ({ id }, strategy) => (isChosen || strategy === 'import' ? session.fixes(examination, strategy).get(id) : undefined),
    together: isChosen ? null : (findings) => session.together(examination, 'import', findings),
  }
}

/** What was said of the text that was saved last, as far as it still stands there. */
function ofEdited({ file, text }: Linted, { report, sources }: CurrentReport): readonly Note[] {
  const before = concerns(report, file) ? sources.text(file) : null
  return before === null ? [] : moved(saved.get(report)?.get(file) ?? notesOf(report, file, before, null), before, text)
}

function onDisk({ project, file }: Linted): { readonly text: string; readonly changed: number } | null {
  const path = join(project.session.root, file)
  try {
    return { text: readFileSync(path, 'utf8'), changed: statSync(path).ctimeMs }
  } catch {
    return null
  }
}
