/** What an entry does with connections each time that it answers a request. */
import type { EntryKind } from '../kernel/report.ts'
import type { Contact } from '../registration/contacts.ts'
import type { EntryState } from '../registration/entry-states.ts'

/** What is called for each request, in a process that answers many. */
const ANSWERS: ReadonlySet<EntryKind> = new Set(['page', 'route-handler', 'server-action', 'metadata-route', 'pages-page', 'pages-api', 'function', 'middleware', 'proxy'])

/** One list for each function that answers. What is handed away runs at a time of its own: when the process ends, mostly. */
export function requestsOf({ entry, contacts, routed }: EntryState): readonly (readonly Contact[])[] {
  const own = ANSWERS.has(entry.kind) ? contacts : []
  return [...own, ...routed].map((all) => all.filter(({ handed }) => !handed))
}
