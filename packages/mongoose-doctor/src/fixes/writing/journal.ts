/** What a run that writes files leaves for the next one, should it be ended in the middle: which files, how far it was, which texts are whole. */
import { closeSync, existsSync, fsyncSync, linkSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { JOURNAL_NAME as NAME } from '../../kernel/journal-name.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { isAlive } from './process.ts'

/**
 * - preparing: nothing has been replaced; what lies beside the files is of no use
 * - replacing: every new text is whole, and some files may have theirs: the rest is to follow
 * - undoing: a file could not be replaced: those that were get their old text back
 */
export type Phase = 'preparing' | 'replacing' | 'undoing'

export interface Journal {
  readonly version: 1
  readonly pid: number
  /** When that process was started, where that is known: its number may be another's by now. */
  readonly started: string | null
  readonly phase: Phase
  readonly steps: readonly Step[]
}

export interface Step {
  /** Relative to the root, with `/`. */
  readonly file: string
  /** Hash of the text that is replaced; null for a new file. */
  readonly before: string | null
  readonly after: string
}

export const journalPath = (root: string): string => join(root, NAME)

/** Beside each file: its next text, and its last one. They are named after the process, so that two never meet. */
export const nextPath = (path: string, pid: number): string => join(dirname(path), `.${basename(path)}.mongoose-doctor-${pid}`)
export const lastPath = (path: string, pid: number): string => `${nextPath(path, pid)}.old`

/** A journal is written here before it gets its name, so that it is always whole. */
const draftPath = (root: string, { pid, phase }: Journal): string => `${journalPath(root)}.${pid}.${phase}`

/** What lies there was left by an earlier process of that number, or is a link that must not be followed. */
function writeDraft(root: string, journal: Journal): void {
  rmSync(draftPath(root, journal), { force: true })
  writeWhole(draftPath(root, journal), JSON.stringify(journal))
}

/** Whether anything was left in the folder. */
export function hasJournal(root: string): boolean {
  return readdirSync(root).some((name) => name.startsWith(NAME))
}

/** The nearest folder above that has a journal: what lies below it may be half of a fix. */
export function journalAbove(root: string): string | null {
  for (let at = realpathSync(root), above = dirname(at); above !== at; at = above, above = dirname(at)) if (isPlain(journalPath(above))) return above
  return null
}

/** @throws UsageError when there is a journal already: another process is at work, or one was ended since this run began */
export function openJournal(root: string, journal: Journal): void {
  try {
    writeDraft(root, journal)
    // Other than a rename it fails where there is one.
    linkSync(draftPath(root, journal), journalPath(root))
  } catch (error) {
    if (!existsSync(journalPath(root))) throw error
    throw new UsageError('Nothing was written: another mongoose-doctor is writing here. If there is none, run again: what it left is put in order then.')
  } finally {
    rmSync(draftPath(root, journal), { force: true })
  }
}

/** Writes what the journal may have to turn to, before anything is replaced: a disk that is full keeps nobody from turning then. */
export function prepareTurns(root: string, journal: Journal): void {
  for (const phase of ['replacing', 'undoing'] as const) writeDraft(root, { ...journal, phase })
}

/** Replaces it in one go: it is always one whole journal or the other. */
export function turnTo(root: string, journal: Journal, phase: Phase): void {
  renameSync(draftPath(root, { ...journal, phase }), journalPath(root))
  settleFolder(root)
}

/** The last thing that a run does, and so does the one that finishes it. @param pid whose journal it is: another process may have opened one since */
export function closeJournal(root: string, pid: number): void {
  clearDrafts(root)
  if (readJournal(root)?.pid === pid) rmSync(journalPath(root), { force: true })
}

/** Those of processes that have ended, and of this one. */
export function clearDrafts(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = name.startsWith(NAME) ? /^\.(\d+)\.[a-z]+$/.exec(name.slice(NAME.length))?.[1] : undefined
    if (pid === undefined || isAlive(Number(pid), null)) continue
    const draft = join(root, name)
    if (lstatSync(draft, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(draft, { force: true })
  }
}

/** null when there is none. @throws UsageError when it is not one that this version could have written */
export function readJournal(root: string): Journal | null {
  const path = journalPath(root)
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null
  try {
    // A link may lead out of the project, and a pipe would be waited for.
    const journal: unknown = isPlain(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
    if (isJournal(journal)) return journal
  } catch {
    // Told below.
  }
  throw new UsageError(`${NAME} was left by a run that was interrupted, and can't be read: look whether the last changes are whole (git diff), then delete it.`)
}

/** Whether it is a file itself: no link, no pipe, no folder. */
export const isPlain = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null) return false
  const { version, pid, started, phase, steps } = value as Partial<Record<keyof Journal, unknown>>
  return version === 1 && Number.isSafeInteger(pid) && (started === null || typeof started === 'string') && (phase === 'preparing' || phase === 'replacing' || phase === 'undoing') && Array.isArray(steps) && steps.every(isStep)
}

function isStep(value: unknown): value is Step {
  if (typeof value !== 'object' || value === null) return false
  const { file, before, after } = value as Partial<Record<keyof Step, unknown>>
  return typeof file === 'string' && (before === null || typeof before === 'string') && typeof after === 'string'
}

/** Makes a file: one of that name, or a link, is not touched. The content is on the disk, and not only on its way there, when this returns. */
export function writeWhole(path: string, content: string, mode?: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** So are the names of a folder. Windows has no such call, and needs none. */
export function settleFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try { fsyncSync(folder) } finally { closeSync(folder) }
}
