/** The file of known findings: where it is, what it says, how it is written. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { replaceText } from '../cache/replace.ts'
import type { Disk } from '../disk/disk.ts'
import { statOf } from '../disk/stat.ts'
import type { KnownFinding } from '../kernel/report.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { baselineText, isBaseline, readBaseline } from './baseline.ts'
import type { Settings } from './settings.ts'

export interface BaselineFile {
  /** For people. */
  readonly name: string
  /** null: there is none. */
  readonly text: string | null
  /** @returns null, or why it was not written */
  readonly write: (text: string) => string | null
}

/**
 * null where none is wanted. What an option names may lie anywhere; what the project names, only in the examined directory.
 * @throws UsageError when it is there and can't be read, or leads out
 */
export function baselineFile({ baseline: { value, from } }: Settings, disk: Disk, cwd: string): BaselineFile | null {
  if (value === null) return null
  const named = from.kind === 'option'
  const path = resolve(named ? cwd : disk.root, value)
  if (!named && foldersOf(value).some((folder) => statOf(resolve(disk.root, folder), false)?.isSymbolicLink())) throw new UsageError(`The baseline ${value} is reached through a link.`)
  const found = statOf(path, false)
  if (found !== null && !found.isFile()) throw new UsageError(`The baseline ${value} is ${found.isDirectory() ? 'a folder' : found.isSymbolicLink() ? 'a link' : 'no plain file'}.`)
  return { name: value, text: !named ? disk.read(value) : found === null ? null : readFileSync(path, 'utf8'), write: (text) => replaceText(path, text) }
}

/** The folders on the way to a file. */
const foldersOf = (file: string): readonly string[] => file.split('/').slice(0, -1).map((_, index, all) => all.slice(0, index + 1).join('/'))

/** @throws UsageError when it is no baseline, or is not there although it is asked for */
export function knownIn(file: BaselineFile | null, { baseline: { from } }: Settings): readonly KnownFinding[] {
  if (file === null) return []
  if (file.text === null) {
    if (from.kind === 'default') return []
    throw new UsageError(`There is no baseline ${file.name}. To write it: mongoose-doctor --update-baseline`)
  }
  const known = readBaseline(file.text)
  if ('reason' in known) throw new UsageError(`The baseline ${file.name} can't be read: ${known.reason}. To write it anew: mongoose-doctor --update-baseline`)
  return known
}

/** Writes it, if it is to change. @throws UsageError when it can't be written, or another file would be lost */
export function updateBaseline(file: BaselineFile, findings: readonly KnownFinding[]): void {
  const { name, text } = file
  if (text !== null && text.trim() !== '' && !isBaseline(text)) throw new UsageError(`${name} is no baseline, and was not replaced: name another file with --baseline.`)
  const after = baselineText(findings)
  const reason = after === text ? null : file.write(after)
  if (reason !== null) throw new UsageError(`${name} was not written: ${reason}`)
}
