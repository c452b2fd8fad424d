/** Whether something connects for all entries of an application, or may do so: what starts it, what runs around each request, a server that hands requests on. */
import { evaluated } from '../graph/evaluation.ts'
import type { EntryKind, Framework } from '../kernel/report.ts'
import { DEFAULT_CONNECTION, openToken } from '../models/value.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { loadsNext } from '../registration/start.ts'
import type { RuleContext } from './context.ts'

/** What runs before or around the others in the same process. */
const AROUND: ReadonlySet<EntryKind> = new Set(['instrumentation', 'middleware', 'proxy', 'server', 'hooks', 'entry-server', 'plugin'])
/** A server of the project's own takes what their build has made, and imports no package of theirs for that. */
const BUILDS_A_HANDLER: ReadonlySet<Framework> = new Set(['sveltekit', 'astro', 'react-router', 'remix', 'nitro', 'nuxt'])
/** Loaders of all routes that an address matches run for it: of those around the innermost, too. */
const NESTS_ROUTES: ReadonlySet<Framework> = new Set(['react-router', 'remix'])

export const isOpening = ({ kind }: Contact): boolean => kind === 'open'

export function opens({ must, may, contacts, atStart }: EntryState): boolean {
  const token = openToken(DEFAULT_CONNECTION)
  return must.has(token) || may.has(token) || [...contacts.flat(), ...atStart].some(isOpening)
}

export function isConnectedAround(context: RuleContext, app: AppState): boolean {
  if (app.everywhere.has(openToken(DEFAULT_CONNECTION))) return true
  if (app.entries.some((state) => AROUND.has(state.entry.kind) && opens(state))) return true
  if (opensWhileStarting(context, app)) return true
  if (NESTS_ROUTES.has(app.app.framework) && app.entries.some((state) => opens(state) && /\bOutlet\b/.test(context.graph.text(state.entry.file)))) return true
  return context.program.apps.some((other) => other !== app && other.app.root === app.app.root && other.entries.some((state) => opens(state) && handsOn(context, app, state)))
}

/** Files that are evaluated before the first request, and what those load. */
function opensWhileStarting({ graph, project, program }: RuleContext, { app }: AppState): boolean {
  const { modules } = evaluated(graph, project, app.compiler, app.startup.map(({ file }) => file), app.usesDirectives ? 'server' : 'plain')
  return modules.some((file) => [...program.interpreter.modules.evaluate(file)?.summary?.out.contacts.values() ?? []].some(isOpening))
}

/** A server of the project's own that hands requests on to the framework. */
function handsOn({ graph }: RuleContext, { app }: AppState, { entry, closure }: EntryState): boolean {
  if (BUILDS_A_HANDLER.has(app.framework)) return entry.kind === 'server'
  return closure.modules.some((file) => loadsNext(graph, file))
}
