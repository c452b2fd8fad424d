/** Which applications evaluate a file more than once in one process: there a `model()` without a guard throws. */
import type { EntryKind, Reason, Severity } from '../kernel/report.ts'
import type { Bundler } from '../project/project.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import type { Defined } from './definitions.ts'
import { reason } from './place.ts'

/**
 * Whether the development server evaluates a changed file again in the process that has evaluated it before (Next: truth/README.md 18; Vite's: observed
 * with version 8.3). Nitro's starts a new worker.
 */
export const reloads = ({ app }: AppState): boolean => app.framework === 'next' || app.compiler.bundler === 'vite'

/** How people call what evaluates a changed file again. */
export const developmentServer = ({ app }: AppState): string => (app.framework === 'next' ? 'next dev' : "Vite's development server")

/** Entries of one part share one instance of a file; those of two parts have one each, in the same process, in production too. */
type Part = "App Router's entries" | 'route handlers' | 'pages' | "Pages Router's pages" | 'API routes' | 'instrumentation'

/** Observed with `next build` and `next start` of Next.js 16.4, under webpack of 15.5, too. */
function partOf(kind: EntryKind, bundler: Bundler): Part | null {
  switch (kind) {
    case 'route-handler': case 'metadata-route': return bundler === 'turbopack' ? 'route handlers' : "App Router's entries"
    case 'page': case 'server-action': return bundler === 'turbopack' ? 'pages' : "App Router's entries"
    case 'pages-page': return "Pages Router's pages"
    case 'pages-api': return 'API routes'
    case 'instrumentation': return 'instrumentation'
    // Not observed, or of a process or a part that it shares with one of the others.
    default: return null
  }
}

/** Of entries that evaluate one file, one of each part: two of them, and the file is evaluated twice in production. */
function partsOf({ app }: AppState, states: readonly EntryState[]): ReadonlyMap<Part, EntryState> {
  const parts = new Map<Part, EntryState>()
  if (app.framework !== 'next') return parts
  for (const state of states) {
    const part = partOf(state.entry.kind, app.compiler.bundler)
    if (part !== null && !parts.has(part)) parts.set(part, state)
  }
  return parts
}

/** What a second evaluation of these definitions amounts to, and why there is one. */
export function secondEvaluation(context: RuleContext, app: AppState, defined: readonly Defined[]): { readonly severity: Severity; readonly because: readonly Reason[] } {
  const parts = [...partsOf(app, defined.flatMap((one) => one.loading))]
  const [first] = defined
  if (first === undefined) return { severity: 'warning', because: [] }
  const site = { file: first.file, start: first.call.start, end: first.call.end }
  if (parts.length > 1) {
    return {
      severity: 'error', because: [
        ...parts.map(([part, { entry }]) => ({ file: entry.file, line: 1, text: `This loads the file for the ${part}, with an instance of its own.` })),
        reason(context, site, `Under ${app.app.compiler.label} both run in one process, in production too: the second one throws, and next build may fail on it.`),
      ],
    }
  }
  const states = new Set(defined.flatMap((one) => one.states))
  const server = developmentServer(app)
  return {
    severity: 'warning', because: [reason(context, site, app.app.framework === 'next' && states.size > 1
      ? `${server} evaluates it again when it is saved, and under webpack for each further entry that loads it.`
      : `${server} evaluates it again when it is saved.`)],
  }
}

/** One process answers for all entries, so that what one of them has registered is there for the others. */
export const sharesProcess = ({ app }: AppState): boolean => app.framework === 'next'

/** Whether a file takes models out while developing only: a branch of which nothing is followed, for it is production that is examined. */
export function replacesWhileDeveloping({ graph }: RuleContext, file: string): boolean {
  const text = graph.text(file)
  return /\bNODE_ENV\b/.test(text) && /\bdeleteModel\b|\bdelete\b/.test(text)
}

/** `mongoose.set('overwriteModels', true)`, if only while developing: somebody has thought of it. */
export function overwrites({ graph }: RuleContext): boolean {
  return [...graph.modules.values()].some(({ facts, file }) => facts.relevant && /\boverwriteModels\b/.test(graph.text(file)))
}
