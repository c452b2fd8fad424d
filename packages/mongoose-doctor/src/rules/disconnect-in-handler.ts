/** The default connection is closed by code that answers a request: others of the same process are using it. */
import type { Stmt } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import { DEFAULT_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { isNotOpen } from './not-open.ts'
import { requestsOf } from './requests.ts'

export function disconnectsInHandlers(context: RuleContext): readonly Diagnosis[] {
  const found = new Map<string, { readonly app: AppState; readonly site: Site; readonly states: EntryState[] }>()
  for (const app of context.program.apps) {
    for (const state of app.entries) {
      for (const contact of requestsOf(state).flat()) {
        const { kind, connection, site } = contact
        if (kind !== 'close' || connection !== DEFAULT_CONNECTION || isInstalled(site.file) || endsProcess(context, contact) || isNotOpen(context, contact)) continue
        const key = `${app.app.root}|${site.file}@${site.start}`
        const known = found.get(key)
        if (known === undefined) found.set(key, { app, site, states: [state] })
        else if (!known.states.includes(state)) known.states.push(state)
      }
    }
  }
  return [...found.values()].map(({ app, site, states }) => diagnosis(context, app, site, states))
}

/** A request may be meant to end the process: one of the functions on the way does, or stops the server. */
function endsProcess({ graph }: RuleContext, { site, trail }: Contact): boolean {
  return [site, ...trail].some(({ file, start, end }) => {
    const around = graph.body(file)?.functions.filter((f) => f.start <= start && end <= f.end) ?? []
    const [inner] = around.toSorted((a, b) => b.start - a.start)
    return inner !== undefined && ENDING.test(graph.text(file).slice(inner.start, inner.end))
  })
}
const ENDING = /\bprocess\s*\.\s*(?:exit|exitCode|kill|abort)\b|(?:app|server|fastify)\s*(?:\?\s*)?\.\s*close\s*\(/i

/** Where a server connects once and for all; null where requests connect, too. */
function openedOnce({ atStart, contacts, routed }: EntryState): Contact | null {
  const opens = ({ kind, connection }: Contact): boolean => kind === 'open' && connection === DEFAULT_CONNECTION
  const once = atStart.find(opens) ?? null
  return [...contacts, ...routed].flat().some(opens) ? null : once
}

function diagnosis(context: RuleContext, app: AppState, site: Site, states: readonly EntryState[]): Diagnosis {
  const statement = statementAt(context, site)
  const state = firstOf(states)
  const once = state === undefined ? null : openedOnce(state)
  return {
    finding: findingAt(context, {
      rule: 'disconnect-in-handler', severity: 'warning', confidence: 'proved', model: '', site, entries: states.map((s) => s.entry.file),
      message: `A request to ${entriesPhrase(states.length)} closes the connection that all requests of the process share: those in flight fail with "Client must be connected before running operations".`,
      because: [
        reason(context, site, `\`${snippet(context, site)}\` closes the default connection. Queries that are running then, and those of a helper that has cached its connect(), are rejected.`),
        ...(once === null ? [] : [reason(context, once.site, 'The connection is opened here, once, when the server starts: after such a request all others fail in the same way, until it is started again.')]),
      ],
      path: state === undefined ? [] : pathTo(context, app, state, 'load', site),
      help: 'Leave the connection open: the driver keeps a pool for the process, and the next request uses it.', fixable: statement !== null,
    }),
    remedy: statement === null ? null : { kind: 'edit', edits: [{ ...statement, text: '' }] },
  }
}

/** The statement that does this and nothing else, with its lines; null where it shares one. */
function statementAt({ graph }: RuleContext, site: Site): Site | null {
  const body = graph.body(site.file)
  const text = graph.text(site.file)
  const statement = body === null ? null : [body.body, ...body.functions.map((f) => f.body)].map((statements) => only(statements, site)).find((one) => one !== null)
  if (statement === null || statement === undefined) return null
  const start = text.lastIndexOf('\n', statement.start - 1) + 1
  const next = text.indexOf('\n', statement.end)
  const end = next === -1 ? text.length : next + 1
  const isAlone = text.slice(start, statement.start).trim() === '' && /^;?\s*(?:\/\/.*)?$/.test(text.slice(statement.end, end).trimEnd())
  return isAlone ? { file: site.file, start, end } : null
}

function only(statements: readonly Stmt[], site: Site): Stmt | null {
  for (const one of statements) {
    if (one.kind === 'expression') {
      const value = one.value.kind === 'await' ? one.value.value : one.value
      if (value.kind === 'call' && value.end === site.end) return one
      continue
    }
    // Elsewhere a statement may be all that a branch has: `if (done) await mongoose.disconnect()`.
    const blocks = one.kind === 'try' ? [one.block, one.handler ?? [], one.finalizer ?? []] : one.kind === 'block' ? [one.body] : []
    for (const block of blocks) {
      const found = only(block, site)
      if (found !== null) return found
    }
  }
  return null
}
