import type { EntryKind, Finding, Report } from '../../kernel/report.ts'
import { entriesOf } from '../words.ts'
import { linkWords, stepPlace, stepWords } from './path-words.ts'
import type { Arrow, Box, Part, Picture } from './picture.ts'

/** The paths of findings, each a part of its own; those that have none are left out. */
export function pathPicture(findings: readonly Finding[], report: Report): Picture {
  return { title: 'Where the chains break', flow: 'down', parts: findings.filter(({ path }) => path.length > 0).map((finding, index) => partOf(finding, report, `f${index + 1}`)) }
}

function partOf({ path, model, rule, message }: Finding, report: Report, prefix: string): Part {
  const id = (index: number): string => `${prefix}s${index + 1}`
  const isBroken = path.some(({ link }) => link !== null && linkWords(link).kind === 'broken')
  const boxes = path.map((step, index): Box => ({
    id: id(index), kind: step.kind === 'model' && step.file === null ? 'undefined-model' : step.kind, name: stepWords(step, model), place: stepPlace(step),
    notes: step.kind === 'entry' ? kindsOf(report, step.file) : [], wrong: isBroken && step.kind === 'model' ? '' : null, rows: [],
  }))
  const arrows = path.slice(0, -1).flatMap(({ link }, index): Arrow[] => {
    if (link === null) return []
    const { text, kind } = linkWords(link)
    return [{ from: id(index), to: id(index + 1), label: text, kind, row: null }]
  })
  return { title: `${rule}: ${message}`, boxes, arrows }
}

/** A file can be an entry of several kinds. */
export function kindsOf(report: Report, file: string | null): readonly EntryKind[] {
  const known = memos.get(report) ?? new Map<string, EntryKind[]>()
  if (!memos.has(report)) {
    for (const entry of entriesOf(report)) known.set(entry.file, [...(known.get(entry.file) ?? []), entry.kind])
    memos.set(report, known)
  }
  return file === null ? [] : known.get(file) ?? []
}

/** It is asked for every entry of every finding. */
const memos = new WeakMap<Report, Map<string, readonly EntryKind[]>>()
