import type { Finding } from '../kernel/report.ts'
import type { EntryState } from '../registration/entry-states.ts'
import type { PassedToClient } from '../registration/pass-to-client.ts'
import type { RuleContext } from './context.ts'
import { pathTo, firstOf } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'

/**
 * Documents, or plain objects with ObjectIds, among the props of a client component. Observed with the React of Next.js 16.4.6: in development a document ends in
 * "Maximum call stack size exceeded", a plain object in a warning; in production both go by their toJSON, so an ObjectId comes as a string.
 */
export function documentToClient(context: RuleContext): readonly Finding[] {
  const { apps, interpreter: { passedToClient, rewritten } } = context.program
  return [...passedToClient.values()].flatMap((passed) => {
    // Which object the ids were replaced in, nobody has followed.
    if (passed.shape === 'lean' && rewritten.has(passed.model)) return []
    const app = apps.find((one) => one.entries.some((state) => has(state, passed)))
    const states = app?.entries.filter((state) => has(state, passed)) ?? []
    const state = firstOf(states)
    // A component that no entry renders fails nowhere.
    return app === undefined || state === undefined ? [] : [findingOf(context, passed, states, pathTo(context, app, state, 'query', passed.site))]
  })
}

const has = ({ closure, entry: { kind } }: EntryState, { site }: PassedToClient): boolean => kind === 'page' && closure.modules.includes(site.file)

function findingOf(context: RuleContext, passed: PassedToClient, states: readonly EntryState[], path: Finding['path']): Finding {
  const { site, prop, component, client, model, many, shape } = passed
  const what = shape === 'hydrated' ? `${many ? 'Documents' : 'A document'} of "${model}"` : `${many ? 'Objects' : 'An object'} of "${model}" with an ObjectId`
  return findingAt(context, {
    rule: 'document-to-client', severity: 'warning', confidence: 'proved', model, site, entries: states.map(({ entry }) => entry.file),
    message: shape === 'hydrated'
      ? `${what} ${many ? 'are' : 'is'} passed to <${component}>, a client component: in development rendering fails with "Maximum call stack size exceeded".`
      : `${what} ${many ? 'are' : 'is'} passed to <${component}>, a client component: "Only plain objects can be passed to Client Components".`,
    because: [
      reason(context, site, `\`${snippet(context, site)}\`: "${prop}" is what a query of "${model}" gave${shape === 'hydrated' ? ', without lean()' : ', with lean(), which leaves the ObjectIds in it'}.`),
      { file: client, line: 1, text: "'use client': what it gets is sent to the browser as data. In production React sends what toJSON gives: ids arrive as strings, whatever their type says." },
    ],
    path,
    help: 'Pass what is needed as plain values: JSON.parse(JSON.stringify(x)), or an object of its own with `id: String(x._id)`.', fixable: false,
  })
}
