/** Which applications evaluate a file more than once in one process: there a `model()` without a guard throws. */
import type { EntryKind, Framework } from '../kernel/report.ts'
import type { Bundler } from '../project/project.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'

/** Frameworks whose development server evaluates a changed file again in the process that has evaluated it before (truth/README.md 18). */
const RELOADING: ReadonlySet<Framework> = new Set(['next'])

export const reloads = ({ app }: AppState): boolean => RELOADING.has(app.framework)

/** Entries of one part share one instance of a file; those of two parts have one each, in the same process, in production too. */
type Part = 'app' | 'route handlers' | 'pages' | 'pages router'

/** Observed with `next build` and `next start` of Next.js 15.5 and 16.4. */
function partOf(kind: EntryKind, bundler: Bundler): Part | null {
  switch (kind) {
    case 'route-handler': case 'metadata-route': return bundler === 'turbopack' ? 'route handlers' : 'app'
    case 'page': return bundler === 'turbopack' ? 'pages' : 'app'
    case 'pages-api': return 'pages router'
    // Not observed, or of a process or a part that it shares with one of the others.
    default: return null
  }
}

/** Of entries that evaluate one file, one of each part: two of them, and the file is evaluated twice in production. */
export function partsOf({ app }: AppState, states: readonly EntryState[]): ReadonlyMap<Part, EntryState> {
  const parts = new Map<Part, EntryState>()
  if (app.framework !== 'next') return parts
  for (const state of states) {
    const part = partOf(state.entry.kind, app.compiler.bundler)
    if (part !== null && !parts.has(part)) parts.set(part, state)
  }
  return parts
}

/** One process answers for all entries, so that what one of them has registered is there for the others. */
export const sharesProcess = ({ app }: AppState): boolean => app.framework === 'next'
