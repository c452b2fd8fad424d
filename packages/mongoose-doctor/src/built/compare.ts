/** The prediction beside what the build has. */
import type { AppReport, EntryReport, WhyAnswer } from '../kernel/report.ts'
import type { Difference, State, VerifiedEntry } from '../kernel/verification.ts'
import type { Build, BuiltEntry } from './build.ts'
import { fileKey, routeKey } from './sources.ts'

/** Names of models. */
export interface Registered {
  /** Surely registered. */
  readonly sure: ReadonlySet<string>
  /** On some ways, or by something that could not be followed. */
  readonly maybe: ReadonlySet<string>
  /** Something was loaded that could not be told: it may have registered any. */
  readonly unknown: boolean
}

export interface Observed {
  readonly entry: BuiltEntry
  /** By what is evaluated for the entry; null where that could not be found out. */
  readonly own: Registered | null
  /** By what a process has evaluated before any entry. */
  readonly before: Registered | null
  /** Why `own` is null. */
  readonly reason: string | null
}

/** What holds on every way. */
export function together(all: readonly Registered[]): Registered | null {
  const [first, ...others] = all
  if (first === undefined) return null
  const sure = new Set([...first.sure].filter((name) => others.every((other) => other.sure.has(name))))
  const maybe = new Set(all.flatMap((each) => [...each.sure, ...each.maybe]).filter((name) => !sure.has(name)))
  return { sure, maybe, unknown: all.some((each) => each.unknown) }
}

export interface Asked {
  /** How the prediction came about: `why` of the examination. */
  readonly why: (model: string, file: string) => readonly WhyAnswer[]
  /** Whether code of the build defines a model of that name, evaluated or not. */
  readonly mentions: (entry: BuiltEntry, model: string) => boolean
}

/** Every entry that was predicted. @param rest stands for those that the build does not name */
export function compareBuild(app: AppReport, names: Build['names'], observed: readonly Observed[], rest: Observed | null, asked: Asked): readonly VerifiedEntry[] {
  const built = new Map(observed.map((each) => [keyIn(names, each.entry), each]))
  const at = (path: string): string => (app.root === '.' ? path : `${app.root}/${path}`)
  return app.entries.map((entry): VerifiedEntry => {
    const found = built.get(keyIn(names, { source: sourceIn(app, entry), kind: entry.kind })) ?? rest ?? undefined
    const base = { file: entry.file, kind: entry.kind, predicted: entry.registered, built: [], differences: [] }
    if (found === undefined) return { ...base, output: null, status: 'not-built', reason: entry.kind === 'server-action' ? 'no page of the build offers it' : 'the build has no such entry' }
    const output = at(found.entry.output)
    if (found.own === null) return { ...base, output, status: 'undecided', reason: found.reason }
    const differences = differencesOf(app, entry, found, found.own, asked)
    return { ...base, output, built: [...found.own.sure].sort(), differences, status: differences.length === 0 ? 'as-predicted' : 'differs', reason: null }
  })
}

/** What an entry is called by both sides. */
export const keyIn = (names: Build['names'], entry: { readonly source: string; readonly kind: string }): string => (names === 'route' ? routeKey : fileKey)(entry)

export const keysOf = (app: AppReport, names: Build['names']): ReadonlySet<string> => new Set(app.entries.map((entry) => keyIn(names, { source: sourceIn(app, entry), kind: entry.kind })))

/** Without its extension, relative to the application's root. */
function sourceIn(app: AppReport, { file }: EntryReport): string {
  return (app.root === '.' ? file : file.slice(app.root.length + 1)).replace(/\.[^./]+$/, '')
}

function differencesOf(app: AppReport, entry: EntryReport, { entry: built, before }: Observed, own: Registered, asked: Asked): readonly Difference[] {
  const startsAll = entry.kind === 'instrumentation'
  const everywhere = new Set(app.everywhere)
  const others = new Set(app.entries.flatMap((each) => (each !== entry && each.kind !== 'page' && everywhereKinds.has(each.kind) ? each.registered : [])))
  const predicted = (model: string): State => {
    if (entry.registered.includes(model) || (startsAll && everywhere.has(model) && !others.has(model))) return 'registered'
    return entry.maybe.includes(model) || everywhere.has(model) ? 'maybe' : 'absent'
  }
  const inBuild = (model: string): State => {
    if (own.sure.has(model) || before?.sure.has(model) === true) return 'registered'
    return own.unknown || own.maybe.has(model) || before?.maybe.has(model) === true || before?.unknown === true ? 'maybe' : 'absent'
  }
  const models = new Set([...entry.registered, ...(startsAll ? everywhere : []), ...own.sure])
  return [...models].sort().flatMap((model): Difference[] => {
    const [a, b] = [predicted(model), inBuild(model)]
    if (a === b || a === 'maybe' || (a === 'absent' && b === 'maybe')) return []
    const rests = a === 'registered' ? asked.why(model, entry.file).find((answer) => answer.kind === entry.kind) : undefined
    return [{ model, predicted: a, built: b, fails: a === 'registered' && b === 'absent', why: reasonFor(entry, built, model, b, asked), because: rests?.steps ?? [] }]
  })
}

const everywhereKinds = new Set(['proxy', 'middleware'])

function reasonFor(entry: EntryReport, built: BuiltEntry, model: string, state: State, asked: Asked): string {
  if (state === 'maybe') return 'The build registers it on some paths only, or in code that could not be followed.'
  if (state === 'registered') {
    const finding = entry.missing.includes(model) ? ' A finding says that it is missing here: in this build it is not.' : ''
    return `The build evaluates code for this entry that its sources do not ask for: bundlers put modules together.${finding}`
  }
  return asked.mentions(built, model)
    ? 'Its code is in the build, but nothing evaluates it for this entry: it is loaded later, or by another entry.'
    : 'No code that this entry can reach in the build defines it: an import on the way was dropped, or the build is of other sources.'
}
