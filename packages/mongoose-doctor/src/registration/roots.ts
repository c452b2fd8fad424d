/** Which functions of an entry a request or job calls. */
import type { EntryKind } from '../kernel/report.ts'
import { callablesIn } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import type { Entry } from '../project/project.ts'
import type { Interpreter } from './interpreter.ts'

/** Exports that the framework calls, by kind; null: every exported function. */
const CALLED: Readonly<Record<EntryKind, readonly string[] | null>> = {
  'page': ['default', 'generateMetadata', 'generateStaticParams', 'generateViewport', 'generateImageMetadata'],
  'route-handler': null,
  'server-action': null,
  'metadata-route': null,
  'pages-page': ['default', 'getServerSideProps', 'getStaticProps', 'getStaticPaths', 'getInitialProps'],
  'pages-api': ['default'],
  'instrumentation': ['register', 'onRequestError'],
  'middleware': ['default', 'middleware', 'onRequest'],
  'proxy': ['default', 'proxy'],
  'server': [],
  'script': [],
  'plugin': ['default'],
  'task': ['default'],
  'worker': [],
  'function': null,
  'load': ['load', 'actions', 'entries'],
  'hooks': ['handle', 'handleFetch', 'handleError', 'init', 'reroute', 'getSession'],
  'remote-functions': null,
  'route': ['loader', 'action', 'default', 'middleware', 'unstable_middleware', 'headers', 'meta', 'links', 'ErrorBoundary', 'CatchBoundary'],
  'entry-server': ['default', 'handleDataRequest', 'handleError'],
  'action': ['server'],
}

/** What is called together: one export of a route handler or of an action file answers one request, of the others all may be called for it. */
export interface RootGroup {
  /** The export that is called; null where it has no name. */
  readonly name: string | null
  readonly roots: readonly Value[]
}

const SEPARATE: ReadonlySet<EntryKind> = new Set(['route-handler', 'server-action', 'function'])

export function rootGroupsOf(interpreter: Interpreter, files: readonly string[], entry: Pick<Entry, 'kind' | 'named' | 'calls'>): readonly RootGroup[] {
  return files.flatMap((file) => rootsByName(interpreter, file, entry))
}

/** Whether each of its exports is called by itself. */
export const isCalledApart = (kind: EntryKind): boolean => SEPARATE.has(kind)

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'default', 'generateStaticParams'])

/** What else a route's file exports is called by those that import it, if at all: no framework does. */
export const isAnswer = (kind: EntryKind, { name }: Pick<RootGroup, 'name'>): boolean => kind !== 'route-handler' || name === null || METHODS.has(name)

/** The functions called in `file`, as values: a list for each export. */
function rootsByName(interpreter: Interpreter, file: string, { kind, named, calls }: Pick<Entry, 'kind' | 'named' | 'calls'>): readonly RootGroup[] {
  const facts = interpreter.graph.modules.get(file)?.facts
  if (facts === undefined || facts.directives.includes('use client')) return []
  const names = (named === true ? null : calls === undefined ? CALLED[kind] : calls) ?? namesOf(interpreter, file)
  return names.map((name) => {
    const value = interpreter.modules.exportValue(file, name)
    return { name, roots: value.kind === 'unknown' && value.through === true ? [value] : value.kind === 'class' ? [...callablesIn(value), value] : callablesIn(value) }
  })
}

function namesOf(interpreter: Interpreter, file: string): readonly string[] {
  const names = interpreter.modules.exportNames(file)
  // A CommonJS handler: module.exports = …
  return names.length === 0 ? ['default'] : names
}

/** Inline `'use server'` functions of a file. One whose component wasn't interpreted is called with nothing around it. */
export function inlineActionsOf(interpreter: Interpreter, file: string): readonly Value[] {
  const body = interpreter.graph.body(file)
  const record = interpreter.modules.evaluate(file)
  if (body === null || record === null) return []
  return body.inlineActions.flatMap((id) => {
    const made = interpreter.actions.get(`${file}#${id}`) ?? []
    const alone = made.length > 0 ? null : interpreter.closureIn(file, id, record.frame, null, null)
    const closures = alone === null ? made : [alone]
    return closures.map((closure): Value => ({ kind: 'function', closure, self: null }))
  })
}
