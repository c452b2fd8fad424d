/** What `verify` found, for people. */
import type { Difference, State, Verification, VerifiedBuild, VerifiedEntry } from '../kernel/verification.ts'
import { escapeText } from './escape.ts'
import type { TextOptions } from './options.ts'
import { makeStyle, type Style } from './style.ts'
import { count, list, numbered, paragraph } from './words.ts'

const states: Record<State, string> = { registered: 'registered', maybe: 'possibly registered', absent: 'not registered' }
const shown = 10

/** Each build: what differs, entry by entry, what could not be told, and a line that counts. */
export function verificationText({ builds }: Verification, options: TextOptions): string {
  const style = makeStyle(options.color)
  return `${builds.map((build) => buildText(build, options.width, style)).join('\n\n')}\n`
}

function buildText(build: VerifiedBuild, width: number, style: Style): string {
  const by = (status: VerifiedEntry['status']): readonly VerifiedEntry[] => build.entries.filter((entry) => entry.status === status)
  const [same, differing, undecided, absent] = [by('as-predicted'), by('differs'), by('undecided'), by('not-built')]
  const others = [
    ...(undecided.length === 0 ? [] : [`${undecided.length} could not be told`]),
    ...(absent.length === 0 ? [] : [`${absent.length} not in the build`]),
  ]
  const differ = `${differing.length} ${differing.length === 1 ? 'differs' : 'differ'}`
  const all = same.length === build.entries.length
  const sum = all ? `${count(same.length, 'entry', 'entries')}, as predicted.` : `${count(build.entries.length, 'entry', 'entries')}: ${list([`${same.length} as predicted`, ...(differing.length === 0 ? [] : [differ]), ...others])}.`
  const fails = differing.some((entry) => entry.differences.some((each) => each.fails))
  return [
    ...paragraph(`${build.dir}, ${build.by}${build.how === 'run' ? ', by running it' : ''}`, width).map(style.strong),
    ...build.notes.flatMap((note) => paragraph(note, width, '  ').map(style.warning)),
    ...differing.flatMap((entry) => ['', ...entryText(entry, width, style)]),
    ...groups('Could not be told', undecided, width, style),
    ...groups('Not in the build', absent, width, style),
    '',
    ...paragraph(sum, width).map(fails ? style.error : differing.length > 0 ? style.warning : style.good),
  ].join('\n')
}

function entryText(entry: VerifiedEntry, width: number, style: Style): string[] {
  return [`${style.place(escapeText(entry.file))} (${entry.kind})`, ...entry.differences.flatMap((each) => differenceText(each, width, style))]
}

function differenceText({ model, predicted, built, fails, why, because }: Difference, width: number, style: Style): string[] {
  const paint = fails ? style.error : style.warning
  const head = `${model}: predicted ${states[predicted]}, in the build ${states[built]}`
  return [...paragraph(head, width, '  ').map(paint), ...paragraph(why, width, '    '), ...numbered(because, width, '    ', style.place)]
}

/** By reason, each with its entries. */
function groups(title: string, entries: readonly VerifiedEntry[], width: number, style: Style): string[] {
  if (entries.length === 0) return []
  const reasons = new Map<string, VerifiedEntry[]>()
  for (const entry of entries) reasons.set(entry.reason ?? '', [...(reasons.get(entry.reason ?? '') ?? []), entry])
  const lines = ['', style.strong(title)]
  for (const [reason, those] of reasons) {
    lines.push(...paragraph(`${reason}:`, width, '  '))
    lines.push(...those.slice(0, shown).map((entry) => `    ${style.place(escapeText(entry.file))} (${entry.kind})`))
    if (those.length > shown) lines.push(`    ${style.faint(`+${those.length - shown} more; --format json lists all of them`)}`)
  }
  return lines
}
