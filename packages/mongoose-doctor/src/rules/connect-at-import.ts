/** A connection that is opened while a module is evaluated: a build evaluates it too, and nothing repeats what fails then. */
import type { EntryKind, Finding, Framework, Reason } from '../kernel/report.ts'
import type { Site } from '../kernel/place.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { functionAt } from './troubles.ts'

interface Build {
  readonly command: string
  /** What it evaluates. */
  readonly entries: ReadonlySet<EntryKind>
  /** What it evaluates once it has a page to prerender. */
  readonly whilePrerendering: ReadonlySet<EntryKind>
  /** It runs code that asks whether a build is running. */
  readonly isAskedFor: RegExp
  /** A rejection that nobody waits for ends it too. */
  readonly endsByRejections: boolean
}

/**
 * Observed with Next.js 16.4 under both bundlers, which collects the data of pages, and SvelteKit 2.70, which reads what routes export. Those of Astro, React
 * Router and Nuxt evaluate something only if they prerender it.
 */
const BUILDS: Partial<Record<Framework, Build>> = {
  next: { command: 'next build', entries: new Set<EntryKind>(['page', 'route-handler', 'pages-page', 'pages-api']), whilePrerendering: new Set(), isAskedFor: /NEXT_PHASE|phase-production-build/, endsByRejections: false },
  sveltekit: { command: 'vite build', entries: new Set<EntryKind>(['load', 'route-handler', 'remote-functions']), whilePrerendering: new Set<EntryKind>(['hooks']), isAskedFor: /\bbuilding\b[^\n]*\$app\//, endsByRejections: true },
}

interface AtImport {
  readonly app: AppState
  readonly build: Build
  readonly open: Contact
  /** Whether a module waits for it, so that its failure is the module's. */
  readonly awaited: boolean
  /** Whether its failure is the build's. */
  readonly fails: boolean
  readonly states: EntryState[]
  /** Where modules set it going. */
  readonly places: Map<string, Site>
}

export function connectionsAtImport(context: RuleContext): readonly Finding[] {
  const found = new Map<string, AtImport>()
  for (const app of context.program.apps) {
    const build = BUILDS[app.app.framework]
    if (build === undefined) continue
    for (const state of app.entries) {
      const whilePrerendering = build.whilePrerendering.has(state.entry.kind)
      if (!build.entries.has(state.entry.kind) && !(whilePrerendering && state.atStart.some(isOpening) && prerenders(context, app))) continue
      for (const open of state.atStart) {
        if (!isOpening(open) || knowsOfBuilds(context, build, open)) continue
        const awaited = isAwaited(context, open)
        const fails = awaited || (build.endsByRejections && !isHandled(context, open))
        // A request that connects for itself does not need this one.
        if (!fails && state.contacts.some((contacts) => contacts.some(isOpening))) continue
        const key = `${app.app.root}|${awaited}|${open.site.file}@${open.site.start}`
        const one: AtImport = found.get(key) ?? { app, build, open, awaited, fails, states: [], places: new Map() }
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

/** `export const prerender = true` of a page, a layout or an endpoint, as SvelteKit asks for it. */
function prerenders({ graph }: RuleContext, { app }: AppState): boolean {
  const below = app.root === '.' ? '' : `${app.root}/`
  return [...graph.modules.keys()].some((file) => file.startsWith(below) && /(?:^|\/)\+(?:page|layout|server)(?:\.server)?\.[jt]s$/.test(file)
    && /\bexport\s+const\s+prerender\s*(?::\s*\w+\s*)?=\s*(?:true|['"]auto['"])/.test(graph.text(file)))
}

/** Code that asks whether a build is running may well leave it out then. */
function knowsOfBuilds({ graph }: RuleContext, { isAskedFor }: Build, { site, trail }: Contact): boolean {
  return [site, ...trail].some(({ file }) => isAskedFor.test(graph.text(file)) || /npm_lifecycle_event|process\.env\.(?:CI|VERCEL|BUILD|SKIP|IS_BUILD)/.test(graph.text(file)))
}

/** Something on the way takes what is thrown, or the rejection: `.catch(…)`, `.then(…, …)`, a `catch` that throws nothing. */
function isHandled(context: RuleContext, { site, trail }: Contact): boolean {
  return [...trail, site].some((place) => {
    const text = context.graph.text(place.file)
    const fact = functionAt(context, place)
    return /^\s*\.\s*(?:catch|then)\b/.test(text.slice(place.end)) || keepsToItself(fact === null ? text : text.slice(fact.start, fact.end))
  })
}

const keepsToItself = (code: string): boolean => /\bcatch\b/.test(code) && !/\bthrow\b/.test(code)

/** Each call on the way is waited for, and nothing on the way keeps to itself what it throws. */
function isAwaited(context: RuleContext, { site, trail }: Contact): boolean {
  return [...trail, site].every((place) => {
    const text = context.graph.text(place.file)
    const fact = functionAt(context, place)
    // A place begins at the name of the method.
    const before = text.slice(0, place.start).replace(/(?:[\w$]+\s*\.\s*)+$/, '')
    if (fact === null) return /\bawait\s+$/.test(before) && !/^\s*\.\s*catch\b/.test(text.slice(place.end))
    const code = text.slice(fact.start, fact.end)
    if (keepsToItself(code)) return false
    // `cached.promise = connect()`, and `await cached.promise` further down.
    return /\b(?:await|return)\s+$|=>\s*$/.test(before) || (/[^=]=\s*$/.test(before) && /\bawait\b/.test(code))
  })
}

function finding(context: RuleContext, { app, build, open, awaited, fails, states, places }: AtImport): Finding {
  const { site } = open
  const state = firstOf(states)
  const callers = [...places.values()].filter(({ file, start }) => file !== site.file || start !== site.start)
  const count = new Set(states.map(({ entry }) => entry.file)).size
  const many = entriesPhrase(count)
  const calls = callers.slice(0, 5).map((place): Reason => reason(context, place, `\`${snippet(context, place, 40)}\` is called while this file is evaluated.`))
  return findingAt(context, {
    rule: 'connect-at-import', severity: 'warning', confidence: fails && !open.conditional ? 'proved' : 'likely', model: '', site, entries: states.map(({ entry }) => entry.file),
    message: fails
      ? `Loading ${many} ${awaited ? 'waits for this connection' : 'connects'}, and ${build.command} loads ${count === 1 ? 'it' : 'them'} too: it fails where the database can't be reached.`
      : `Loading ${many} connects, and nothing does so again: where that one attempt fails, every query does, until the process is started again.`,
    because: [
      ...calls,
      ...(callers.length > calls.length ? [reason(context, site, `So it is in ${callers.length - calls.length} more files.`)] : []),
      reason(context, site, awaited ? 'A module is evaluated once: where this is rejected, the module stays broken, in a build and in a server.'
        : fails ? 'Nobody waits for it or catches what it throws: such a rejection ends the process, in a build and in a server.' : 'Mongoose does not repeat a first attempt that failed; queries then throw, at once or after ten seconds.'),
    ],
    path: state === undefined ? [] : pathTo(context, app, state, 'load', callers[0] ?? site),
    help: 'Connect where a request is answered: await a function that keeps the connection, at the start of each handler.', fixable: false,
  })
}
