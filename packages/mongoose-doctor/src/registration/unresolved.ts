/** Loads that lead to no file, or to one in another case: that is found on the disks of macOS and Windows, and not on that of a Linux server. */
import type { Target } from '../graph/graph.ts'
import type { Site } from '../kernel/place.ts'
import { LOST, fileToken } from '../models/value.ts'
import type { Pending } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { addPending } from './state.ts'

/** `require()` or `import()`: what it would load elsewhere is neither there nor missing. */
export function loadUnresolved(at: Activation, { specifier, wrongCase }: Target & { readonly kind: 'unresolved' }, site: Site): Pending {
  // Code that loads what may be there or not is written to do without.
  if (wrongCase !== null) at.interpreter.undecided(site, leadsNowhere(specifier, wrongCase))
  const pending: Pending = { must: new Set(), may: new Map([wrongCase === null ? [LOST, { reason: 'unresolved', site }] : [fileToken(wrongCase), { reason: 'computed', site }]]) }
  addPending(at.state, pending)
  return pending
}

export function leadsNowhere(specifier: string, wrongCase: string | null): string {
  const meant = wrongCase === null ? '' : ` on a disk that minds upper and lower case, as a Linux server's does (did you mean ${wrongCase}?)`
  return `the import of "${specifier}" leads to no file${meant}, so what it registers is unknown`
}
