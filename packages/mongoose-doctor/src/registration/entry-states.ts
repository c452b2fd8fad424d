/** For every entry of an application: what is registered when its code runs, and what that code needs. */
import type { EntryPoint, World } from '../graph/graph.ts'
import type { Site } from '../kernel/place.ts'
import type { EntryKind } from '../kernel/report.ts'
import { LOST, UNKNOWN, openToken, readyToken } from '../models/value.ts'
import type { May, Token, Value } from '../models/value.ts'
import type { App, Entry, Project } from '../project/project.ts'
import type { Interpreter } from './interpreter.ts'
import { addContact } from './contacts.ts'
import type { Contact } from './contacts.ts'
import { closureOf, linkerFor, processOf } from './linking.ts'
import type { Closure } from './linking.ts'
import { rootsOfContainer } from './nest/roots.ts'
import type { Root } from './nest/roots.ts'
import { fromOutside } from './outside.ts'
import { Actions } from './actions.ts'
import type { Action } from './actions.ts'
import { isAnswer, isCalledApart, rootGroupsOf } from './roots.ts'
import { startOf } from './start.ts'
import { addDemand, addStray, newCollector } from './summary.ts'
import type { Collector, Demand, Registration, StrayPopulate } from './summary.ts'
import type { Loaded } from './tokens.ts'

export interface EntryState {
  readonly entry: Entry
  /** Model tokens that are sure once the entry's own modules are evaluated (what holds everywhere not included). */
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
  readonly demands: readonly Demand[]
  /** What its code registers later on. */
  readonly registrations: readonly Registration[]
  /** Populates of paths that aren't in the schema. */
  readonly strays: readonly StrayPopulate[]
  /** What it does with connections: for each request that it can answer, by one export. */
  readonly contacts: readonly (readonly Contact[])[]
  /** The same of its modules while they are evaluated. */
  readonly atStart: readonly Contact[]
  /** The same of each function that its routers call for requests. */
  readonly routed: readonly (readonly Contact[])[]
  readonly closure: Closure
}

export interface AppState {
  readonly app: App
  readonly everywhere: ReadonlySet<Token>
  readonly entries: readonly EntryState[]
}

export function appState(interpreter: Interpreter, project: Project, app: App): AppState {
  const world: World = app.usesDirectives ? 'server' : 'plain'
  interpreter.link(linkerFor(interpreter, project, app, world))
  const start = startOf(interpreter, project, app)
  const actions = new Actions(interpreter, project, app)
  const actionStates: EntryState[] = []
  const follow = (some: Iterable<Action>): void => {
    for (const { file, files, groups } of some) actionStates.push(entryState(interpreter, project, app, { file, kind: 'server-action', with: [] }, points(interpreter, files), start, groups))
  }
  const states = new Map<Entry, EntryState>()
  for (const one of actions.order) {
    if (one.kind !== null) states.set(one, entryState(interpreter, project, app, one, points(interpreter, [...one.with, one.file]), start))
    follow(actions.after(one))
  }
  follow(actions.rest())
  const entries = app.entries.flatMap((entry) => states.get(entry) ?? [])
  return { app, everywhere: start.must, entries: [...entries, ...workerStates(interpreter, project, app, start, entries), ...actionStates.sort((a, b) => (a.entry.file < b.entry.file ? -1 : 1))] }
}

/** They go on when their modules are evaluated. A function answers as soon as they are. */
const PROCESSES: ReadonlySet<EntryKind> = new Set(['server', 'script', 'worker'])

/** Client files are another world: nothing of them is evaluated with the entry. */
function points(interpreter: Interpreter, files: readonly string[]): readonly EntryPoint[] {
  return files.filter((file) => !interpreter.graph.modules.get(file)?.facts.directives.includes('use client')).map((file) => ({ file }))
}

const worldOf = (entry: Entry, app: App): World => (!app.usesDirectives || entry.kind === 'pages-api' || entry.kind === 'pages-page' ? 'plain' : 'server')

function entryState(interpreter: Interpreter, project: Project, app: App, entry: Entry, files: readonly EntryPoint[], start: Loaded, groups = rootGroupsOf(interpreter, [...entry.with, entry.file], entry)): EntryState {
  const isProcess = PROCESSES.has(entry.kind)
  const own = (isProcess ? processOf : closureOf)(interpreter, project, app, files, worldOf(entry, app))
  const closure = start.may.size === 0 ? own : { ...own, may: new Map([...start.may, ...own.may].filter(([token]) => !own.must.has(token))) }
  const out = newCollector()
  const base = new Set([...start.must, ...closure.must])
  demandsOfModules(interpreter, closure, start, base, out)
  const atStart = [...out.contacts.values()]
  const contacts: (readonly Contact[])[] = []
  for (const group of groups) {
    out.contacts = new Map()
    for (const root of group.roots) callRoot(interpreter, entry.file, root, base, closure.may, out)
    if (isAnswer(entry.kind, group)) contacts.push([...out.contacts.values()])
  }
  // A server calls later what it was handed while it started.
  if (isProcess || entry.kind === 'function') {
    out.contacts = new Map()
    for (const file of closure.modules) for (const escaped of interpreter.modules.evaluate(file)?.summary?.out.escapes.values() ?? []) callRoot(interpreter, file, escaped, base, closure.may, out)
    contacts.push([...out.contacts.values()].map((contact) => ({ ...contact, handed: true })))
  }
  const routed = routedIn(interpreter, entry, closure, base)
  // … and so does the router that a route hands its requests to.
  if (!isProcess && entry.kind !== 'function') for (const each of routed) addAll(out, each)
  const { must, may } = callContainers(interpreter, entry.file, closure, base, out)
  return { entry, must, may, demands: [...out.demands.values()], registrations: [...out.registrations.values()], strays: [...out.strays?.values() ?? []], contacts: isCalledApart(entry.kind) ? contacts : [contacts.flat()], atStart, routed: routed.map((each) => [...each.contacts.values()]), closure }
}

/** A route's file may hand all its requests to a router, too. */
const ROUTES: ReadonlySet<EntryKind> = new Set([...PROCESSES, 'function', 'route-handler', 'pages-api'])

/** What the functions do that routers were given while the modules were evaluated; what they need is asked where they were handed away. */
function routedIn(interpreter: Interpreter, { kind, file }: Entry, { modules, may }: Closure, base: ReadonlySet<Token>): readonly Collector[] {
  if (!ROUTES.has(kind)) return []
  const handlers = new Map(modules.flatMap((one) => [...interpreter.modules.evaluate(one)?.summary?.out.handlers ?? []]))
  return [...handlers.values()].map((handler) => {
    const out = newCollector()
    callRoot(interpreter, file, handler, base, may, out)
    return out
  })
}

/** What another call has found, but for what it does with connections. */
function addAll(out: Collector, more: Collector): void {
  for (const demand of more.demands.values()) addDemand(out, demand)
  for (const stray of more.strays?.values() ?? []) addStray(out, stray)
  for (const [key, registration] of more.registrations) out.registrations.set(key, registration)
  for (const [key, boot] of more.boots) out.boots.set(key, boot)
}

/** A NestJS application answers once its container is filled: everything that its modules register is there by then. */
function callContainers(interpreter: Interpreter, file: string, closure: Closure, base: ReadonlySet<Token>, out: Collector): Pick<EntryState, 'must' | 'may'> {
  const started = closure.modules.flatMap((one) => [...interpreter.modules.evaluate(one)?.summary?.out.boots ?? []])
  const must = new Set(closure.must)
  const may = new Map(closure.may)
  for (const [key, { root, site }] of new Map([...started, ...out.boots])) {
    const container = interpreter.containers.get(key)
    if (container === undefined) continue
    const roots: Root[] = []
    const at = fromOutside(interpreter, file, (point) => {
      const booted = container.boot(point, site)
      for (const token of booted.must) { must.add(token); may.delete(token) }
      for (const token of booted.unsure) if (!must.has(token)) may.set(token, { reason: 'computed', site })
      roots.push(...rootsOfContainer(point, container))
    })
    if (at === null || root.kind === 'unknown') continue
    const all = new Set([...base, ...must])
    for (const one of roots) callRoot(interpreter, one.file, one.call, all, may, out)
  }
  return { must, may }
}

/** What the entries start, and what that starts: each file is evaluated in a process or thread of its own. Bundled applications start none by path. */
function workerStates(interpreter: Interpreter, project: Project, app: App, start: Loaded, entries: readonly EntryState[]): readonly EntryState[] {
  if (app.usesDirectives) return []
  const reached = new Set(entries.flatMap(({ closure }) => closure.modules))
  const known = new Set(project.apps.flatMap((other) => other.entries.map(({ file }) => file)))
  const workers: EntryState[] = []
  for (let more = true; more;) {
    more = false
    for (const { file, calls, by } of interpreter.spawned.values()) {
      if (known.has(file) || !reached.has(by.file)) continue
      known.add(file)
      const state = entryState(interpreter, project, app, { file, kind: 'worker', with: [], calls }, points(interpreter, [file]), start)
      for (const module of state.closure.modules) reached.add(module)
      workers.push(state)
      more = true
    }
  }
  return workers.sort((a, b) => (a.entry.file < b.entry.file ? -1 : 1))
}

/** What top-level code asks for, in the order in which the modules are evaluated. */
function demandsOfModules(interpreter: Interpreter, closure: Closure, start: Loaded, all: ReadonlySet<Token>, out: Collector): void {
  const ordered = new Set(closure.evaluation.modules)
  const before = new Set(start.must)
  const waits = closure.modules.some((file) => interpreter.modules.waiting.has(file))
  for (const file of closure.modules) {
    const summary = interpreter.modules.evaluate(file)?.summary
    if (summary === null || summary === undefined) continue
    for (const demand of summary.out.demands.values()) {
      // What `require()` loads runs in the middle of another module: only what is never registered is held against it.
      // A component's frontmatter runs when it is rendered, after everything has been evaluated.
      const registered = ordered.has(file) && !file.endsWith('.astro') ? new Set([...before, ...(demand.have ?? [])]) : all
      // All of these modules run without a pause, unless one waits for something.
      const later = demand.later && !interpreter.modules.waiting.has(file)
      const isRun = later && !waits
      const satisfied = demand.satisfied || interpreter.tokens.meets(registered, demand) || (isRun && interpreter.tokens.meets(new Set([...start.must, ...closure.evaluated, ...(demand.have ?? [])]), demand))
      const unseen = closure.may.get(demand.token)
      addDemand(out, { ...demand, satisfied, may: satisfied ? null : inTheEnd(interpreter, { ...demand, later }, all, closure) ?? start.may.get(demand.token) ?? (unseen?.reason === 'computed' ? unseen : closure.may.get(LOST) ?? null) })
    }
    for (const stray of summary.out.strays?.values() ?? []) addStray(out, stray)
    for (const contact of summary.out.contacts.values()) {
      const isOpen = interpreter.tokens.has(ordered.has(file) ? before : all, (contact.impatient ? readyToken : openToken)(contact.connection))
      addContact(out.contacts, { ...contact, opened: isOpen ? 'surely' : contact.opened })
    }
    if (ordered.has(file)) for (const token of summary.must) before.add(token)
  }
}

/** What other code has registered while this waited: if the process ever registers the model, it may have been by then. */
function inTheEnd({ tokens }: Interpreter, { may, token, later, need: { site } }: Demand, all: ReadonlySet<Token>, { may: possible }: Closure): May | null {
  if (may?.reason !== 'later' && !(later && (may === null || may.reason === 'unawaited'))) return may
  return tokens.has(all, token) || possible.has(token) ? { reason: 'computed', site } : may?.reason === 'later' ? null : may
}

function callRoot(interpreter: Interpreter, file: string, root: Value, must: ReadonlySet<Token>, may: ReadonlyMap<Token, May>, out: Collector): void {
  const site: Site = { file, start: 0, end: 0 }
  interpreter.summaries.forgetOldest()
  const at = fromOutside(interpreter, file, (point) => {
    point.state.add(interpreter.tokens.baseToken({ must, may }))
    const value = point.call(root, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN], null, site)
    // What a handler returns is awaited by its caller.
    point.escape([value], site)
  })
  if (at === null) return
  for (const demand of at.out.demands.values()) addDemand(out, { ...demand, trail: demand.trail.filter((s) => s.end > 0) })
  for (const stray of at.out.strays?.values() ?? []) addStray(out, { ...stray, trail: stray.trail.filter((s) => s.end > 0) })
  for (const [key, registration] of at.out.registrations) out.registrations.set(key, registration)
  for (const [key, boot] of at.out.boots) out.boots.set(key, boot)
  for (const contact of at.out.contacts.values()) addContact(out.contacts, { ...contact, trail: contact.trail.filter((s) => s.end > 0) })
}
