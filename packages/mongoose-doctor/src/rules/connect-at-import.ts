/** A connection that is opened while a module is evaluated: `next build` evaluates it too, and nothing repeats what fails then. */
import type { EntryKind, Finding, Reason } from '../kernel/report.ts'
import type { Site } from '../kernel/place.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'

/** What `next build` evaluates to collect the data of pages: observed with Next.js 16.4 under both bundlers. */
const BUILT: ReadonlySet<EntryKind> = new Set(['page', 'route-handler', 'pages-page', 'pages-api'])

interface AtImport {
  readonly app: AppState
  readonly open: Contact
  /** Whether a module waits for it, so that its failure is the module's. */
  readonly awaited: boolean
  readonly states: EntryState[]
  /** Where modules set it going. */
  readonly places: Map<string, Site>
}

export function connectionsAtImport(context: RuleContext): readonly Finding[] {
  const found = new Map<string, AtImport>()
  for (const app of context.program.apps) {
    if (app.app.framework !== 'next') continue
    for (const state of app.entries) {
      if (!BUILT.has(state.entry.kind)) continue
      for (const open of state.atStart) {
        if (!isOpening(open) || knowsOfBuilds(context, open)) continue
        const awaited = isAwaited(context, open)
        // A request that connects for itself does not need this one.
        if (!awaited && state.contacts.some((contacts) => contacts.some(isOpening))) continue
        const key = `${app.app.root}|${awaited}|${open.site.file}@${open.site.start}`
        const one: AtImport = found.get(key) ?? { app, open, awaited, states: [], places: new Map() }
        found.set(key, one)
        one.states.push(state)
        const [place = open.site] = open.trail
        one.places.set(`${place.file}@${place.start}`, place)
      }
    }
  }
  return [...found.values()].map((one) => finding(context, one))
}

const isOpening = ({ kind, connection, handed, site }: Contact): boolean => kind === 'open' && connection === DEFAULT_CONNECTION && !handed && !isInstalled(site.file)

/** Code that asks whether a build is running may well leave it out then. */
function knowsOfBuilds({ graph }: RuleContext, { site, trail }: Contact): boolean {
  return [site, ...trail].some(({ file }) => /NEXT_PHASE|phase-production-build|npm_lifecycle_event|process\.env\.(?:CI|VERCEL|BUILD|SKIP|IS_BUILD)/.test(graph.text(file)))
}

/** Each call on the way is waited for, and nothing on the way keeps to itself what it throws. */
function isAwaited({ graph }: RuleContext, { site, trail }: Contact): boolean {
  return [...trail, site].every((place) => {
    const text = graph.text(place.file)
    const fact = graph.body(place.file)?.functions.findLast((each) => each.start <= place.start && place.end <= each.end)
    // A place begins at the name of the method.
    const before = text.slice(0, place.start).replace(/(?:[\w$]+\s*\.\s*)+$/, '')
    if (fact === undefined) return /\bawait\s+$/.test(before) && !/^\s*\.\s*catch\b/.test(text.slice(place.end))
    const code = text.slice(fact.start, fact.end)
    if (/\bcatch\b/.test(code) && !/\bthrow\b/.test(code)) return false
    // `cached.promise = connect()`, and `await cached.promise` further down.
    return /\b(?:await|return)\s+$|=>\s*$/.test(before) || (/[^=]=\s*$/.test(before) && /\bawait\b/.test(code))
  })
}

function finding(context: RuleContext, { app, open, awaited, states, places }: AtImport): Finding {
  const { site } = open
  const state = firstOf(states)
  const callers = [...places.values()].filter(({ file, start }) => file !== site.file || start !== site.start)
  const count = new Set(states.map(({ entry }) => entry.file)).size
  const many = entriesPhrase(count)
  const calls = callers.slice(0, 5).map((place): Reason => reason(context, place, `\`${snippet(context, place, 40)}\` is called while this file is evaluated.`))
  return findingAt(context, {
    rule: 'connect-at-import', severity: 'warning', confidence: awaited && !open.conditional ? 'proved' : 'likely', model: '', site, entries: states.map(({ entry }) => entry.file),
    message: awaited
      ? `Loading ${many} waits for this connection, and next build loads ${count === 1 ? 'it' : 'them'} too: it fails where the database can't be reached.`
      : `Loading ${many} connects, and nothing does so again: where that one attempt fails, every query does, until the process is started again.`,
    because: [
      ...calls,
      ...(callers.length > calls.length ? [reason(context, site, `So it is in ${callers.length - calls.length} more files.`)] : []),
      reason(context, site, awaited ? 'A module is evaluated once: where this is rejected, the module stays broken, in a build and in a server.' : 'Mongoose does not repeat a first attempt that failed; queries then throw, at once or after ten seconds.'),
    ],
    path: state === undefined ? [] : pathTo(context, app, state, 'load', callers[0] ?? site),
    help: 'Connect where a request is answered: await a function that keeps the connection, at the start of each handler.', fixable: false,
  })
}
