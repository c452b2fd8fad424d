/** Operations that are sent over the default connection where nothing opens it: Mongoose waits for ten seconds, and throws. */
import type { Site } from '../kernel/place.ts'
import type { EntryKind, Finding, Reason } from '../kernel/report.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { entriesPhrase } from './chain.ts'
import { connectFirst } from './connect-first.ts'
import { isConnectedAround, isOpening, opens } from './connected-around.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { functionAround } from './troubles.ts'

/** What answers one request, or does one job, and is done. A server connects when it likes. */
const JUDGED: readonly EntryKind[] = [
  'page', 'route-handler', 'server-action', 'metadata-route', 'pages-page', 'pages-api', 'function', 'load', 'remote-functions', 'action', 'route', 'script',
]
/** What runs before any of those. Where it connects, it does so for all of them. */
const AHEAD: ReadonlySet<EntryKind> = new Set(['hooks', 'middleware', 'proxy'])
/** They answer requests, and are called by pages that may have connected. */
const CALLED_BY_CODE: ReadonlySet<EntryKind> = new Set(['server-action', 'remote-functions', 'action'])

interface Unconnected {
  readonly app: AppState
  readonly send: Contact
  /** The `connect()` that comes after it, if that is the cause. */
  readonly late: Contact | null
  readonly states: readonly EntryState[]
  readonly sites: readonly Site[]
}

/** One finding for all that a file sends without a connection. */
export function queriesBeforeConnect(context: RuleContext): readonly Diagnosis[] {
  const found = new Map<string, { -readonly [K in keyof Unconnected]: Unconnected[K] }>()
  for (const app of context.program.apps) {
    if (isConnectedAround(context, app)) continue
    for (const entries of judgedTogether(app)) {
      for (const state of entries) {
        if (state.closure.unresolved.length > 0) continue
        for (const { send, late } of unconnectedOf(context, state)) {
          if (isInstalled(send.site.file) || (AHEAD.has(state.entry.kind) && !isAhead(context, state, send))) continue
          const key = `${app.app.root}|${late === null}|${send.opened}|${send.site.file}`
          const known = found.get(key)
          if (known === undefined) found.set(key, { app, send, late, states: [state], sites: [send.site] })
          else {
            if (!known.states.includes(state)) known.states = [...known.states, state]
            known.sites = [...known.sites, send.site]
            if (send.site.start < known.send.site.start) { known.send = send; known.late = late }
          }
        }
      }
    }
  }
  return [...found.values()].map((one) => diagnosis(context, one))
}

/** Entries of one kind, if most of them connect; then what runs ahead of all, which nothing but its own code can connect. */
function judgedTogether({ entries }: AppState): readonly (readonly EntryState[])[] {
  const kinds = JUDGED.map((kind) => entries.filter((state) => state.entry.kind === kind)).filter(connectThemselves)
  const ahead = entries.filter((state) => AHEAD.has(state.entry.kind))
  return kinds.some(([first]) => first?.entry.kind !== 'script') ? [...kinds, ahead] : kinds
}

/** Before the request is handed on, to code that may connect; what takes errors runs at any time. */
function isAhead(context: RuleContext, { entry: { file } }: EntryState, { site, trail }: Contact): boolean {
  const place = [...trail, site].find((one) => one.file === file)
  const around = place === undefined ? null : functionAround(context, place)
  const fact = around === null ? undefined : context.graph.body(file)?.functions[around]
  if (place === undefined || fact === undefined) return false
  const text = context.graph.text(file)
  return !/\b(?:resolve|next)\s*\(/.test(text.slice(fact.start, place.start)) && !/\bhandleError\b[^;]*$/.test(text.slice(Math.max(0, fact.start - 100), fact.start)) && fact.name !== 'handleError'
}

/** What most of them don't do is done in a way that is not seen from here. */
function connectThemselves(entries: readonly EntryState[]): boolean {
  const sending = entries.filter((state) => groupsOf(state).some((contacts) => contacts.some((c) => c.kind === 'send')))
  const connecting = entries.filter(opens).length
  return connecting > 0 && connecting >= sending.filter((state) => !opens(state)).length
}

/** What happens in one go: one request, or the whole of a script. An Astro component's own statements run when it is rendered. */
function groupsOf({ entry, atStart, contacts }: EntryState): readonly (readonly Contact[])[] {
  return entry.kind === 'script' || entry.file.endsWith('.astro') ? [[...atStart, ...contacts.flat()]] : contacts
}

function unconnectedOf(context: RuleContext, state: EntryState): readonly Pick<Unconnected, 'send' | 'late'>[] {
  return groupsOf(state).flatMap((contacts): Pick<Unconnected, 'send' | 'late'>[] => {
    const sends = contacts.filter((c) => c.kind === 'send' && c.opened === 'no')
    const opening = contacts.filter(isOpening)
    const early = contacts.filter((c) => c.kind === 'send' && c.opened === 'opening' && !c.handed)
    const unawaited = opening.find(({ handed }) => !handed)
    if (unawaited !== undefined && early.length > 0) return early.map((send) => ({ send, late: unawaited }))
    if (opening.length === 0) return sends.slice(0, 1).map((send) => ({ send, late: null }))
    return sends.flatMap((send) => {
      const [late] = opening
      // `cache(connect)`: when code connects that is not looked into can't be told.
      return late !== undefined && !send.handed && opening.every((open) => isLater(context, send, open)) ? [{ send, late }] : []
    })
  })
}

/** Both come about in one function, one after the other. */
function isLater(context: RuleContext, send: Contact, open: Contact): boolean {
  if (open.handed) return false
  return [send.site, ...send.trail].some((first) => [open.site, ...open.trail].some((second) => {
    return first.file === second.file && first.end <= second.start && functionAround(context, first) === functionAround(context, second)
  }))
}

function diagnosis(context: RuleContext, { app, send, late, states, sites }: Unconnected): Diagnosis {
  const edits = late === null ? connectFirst(context, app, sites) : null
  const described = describe(context, { app, send, late, states, sites })
  return { finding: { ...described, fixable: edits !== null }, remedy: edits === null ? null : { kind: 'edit', edits } }
}

function describe(context: RuleContext, { app, send, late, states, sites }: Unconnected): Finding {
  const { site, sent } = send
  const state = firstOf(states)
  const elsewhere = openingOf(app)
  const what = sent === null ? 'this' : `${sent.model}.${sent.operation}()`
  const isRefused = send.opened === 'opening'
  return findingAt(context, {
    rule: 'query-before-connect', severity: 'error', model: sent?.model ?? '', site,
    // What only the server's own code calls is nothing that anybody sends a request to.
    confidence: send.handed || states.every((s) => CALLED_BY_CODE.has(s.entry.kind)) ? 'likely' : 'proved',
    entries: states.map((s) => s.entry.file),
    message: isRefused
      ? `On a cold start of ${entriesPhrase(states.length)}, ${what} is sent before the connection is open, and with \`bufferCommands: false\` nothing waits for it: "Cannot call … before initial connection is complete".`
      : `On a cold start of ${entriesPhrase(states.length)}, ${what} waits for a connection that ${late === null ? 'nothing there opens' : 'is opened only after it'}: "buffering timed out after 10000ms".`,
    because: [
      ...callStep(context, send),
      reason(context, site, `\`${snippet(context, site)}\` is sent while the default connection is ${isRefused ? 'being opened' : 'closed'}.`),
      ...alsoStep(context, site, sites),
      ...(late === null ? [] : [reason(context, lastCall(send, late), isRefused
        ? 'The connection is opened here, and nobody awaits it before the query.'
        : 'The connection is opened here. Mongoose keeps a query waiting for one that is being opened, not for one that nobody has asked for.')]),
      ...(elsewhere === null || states.every((s) => s.entry.kind === 'script') ? [] : [reason(context, elsewhere.site, 'Other entries open it here. Once one of them has run in the same process this query passes: that is why the error comes and goes.')]),
    ],
    path: state === undefined ? [] : pathTo(context, app, state, 'query', site),
    help: isRefused ? 'Await the connection before the first query.' : late === null ? 'Open the connection first, as the other entries do, and await it.' : 'Move it up: await the connection before the first query.',
    fixable: false,
  })
}

function callStep(context: RuleContext, { site, trail: [first] }: Contact): readonly Reason[] {
  if (first === undefined || first.file === site.file) return []
  return [reason(context, first, `This entry calls ${snippet(context, first, 40)}, which leads to the query below.`)]
}

function alsoStep(context: RuleContext, site: Site, sites: readonly Site[]): readonly Reason[] {
  const lineOf = (one: Site): number => context.position(one.file, one.start).line
  const others = sites.filter((one) => lineOf(one) !== lineOf(site)).toSorted((a, b) => a.start - b.start)
  const lines = [...new Set(others.map(lineOf))]
  const [first] = others
  if (first === undefined) return []
  const [noun, verb] = lines.length === 1 ? ['Line', 'is'] : ['Lines', 'are']
  return [reason(context, first, `${noun} ${lines.slice(0, 8).join(', ')}${lines.length > 8 ? ' and more' : ''} of this file ${verb} sent in the same way.`)]
}

/** The statement in the function that both have in common. */
function lastCall(send: Contact, open: Contact): Site {
  const files = new Set([send.site, ...send.trail].map(({ file }) => file))
  return [open.site, ...open.trail.toReversed()].find(({ file }) => files.has(file)) ?? open.site
}

/** Where most of the entries connect. */
function openingOf(app: AppState): Contact | null {
  const counts = new Map<string, { readonly open: Contact; count: number }>()
  for (const state of app.entries) {
    for (const open of [...state.contacts.flat(), ...state.atStart].filter((c) => isOpening(c) && c.connection === DEFAULT_CONNECTION)) {
      const key = `${open.site.file}@${open.site.start}`
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { open, count: 1 })
      else known.count++
    }
  }
  const [most] = [...counts.values()].toSorted((a, b) => b.count - a.count)
  return most?.open ?? null
}
