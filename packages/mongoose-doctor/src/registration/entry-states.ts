/** For every entry of an application: what is registered when its code runs, and what that code needs. */
import { actionFiles, inlineActionFiles } from '../graph/actions.ts'
import type { EntryPoint, World } from '../graph/graph.ts'
import type { Site } from '../kernel/place.ts'
import { UNKNOWN, openToken } from '../models/value.ts'
import type { May, Token, Value } from '../models/value.ts'
import type { App, Entry, Project } from '../project/project.ts'
import type { Interpreter } from './interpreter.ts'
import { addContact } from './contacts.ts'
import type { Contact } from './contacts.ts'
import { closureOf, linkerFor } from './linking.ts'
import type { Closure } from './linking.ts'
import { fromOutside } from './outside.ts'
import { inlineActionsOf, isAnswer, isCalledApart, rootGroupsOf } from './roots.ts'
import { addDemand, newCollector } from './summary.ts'
import type { Collector, Demand, Registration } from './summary.ts'

export interface EntryState {
  readonly entry: Entry
  /** Model tokens that are sure once the entry's own modules are evaluated (what holds everywhere not included). */
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
  readonly demands: readonly Demand[]
  /** What its code registers later on. */
  readonly registrations: readonly Registration[]
  /** What it does with connections: for each request that it can answer, by one export. */
  readonly contacts: readonly (readonly Contact[])[]
  /** The same of its modules while they are evaluated. */
  readonly atStart: readonly Contact[]
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
  const everywhere = everywhereOf(interpreter, project, app)
  const entries = app.entries.map((entry) => entryState(interpreter, project, app, entry, points(interpreter, [...entry.with, entry.file]), everywhere))
  return { app, everywhere, entries: [...entries, ...actionStates(interpreter, project, app, everywhere)] }
}

/** Client files are another world: nothing of them is evaluated with the entry. */
function points(interpreter: Interpreter, files: readonly string[]): readonly EntryPoint[] {
  return files.filter((file) => !interpreter.graph.modules.get(file)?.facts.directives.includes('use client')).map((file) => ({ file }))
}

const worldOf = (entry: Entry, app: App): World => (!app.usesDirectives || entry.kind === 'pages-api' || entry.kind === 'pages-page' ? 'plain' : 'server')

function entryState(interpreter: Interpreter, project: Project, app: App, entry: Entry, files: readonly EntryPoint[], everywhere: ReadonlySet<Token>, groups = rootGroupsOf(interpreter, [...entry.with, entry.file], entry)): EntryState {
  const closure = closureOf(interpreter, project, app, files, worldOf(entry, app))
  const out = newCollector()
  const base = new Set([...everywhere, ...closure.must])
  demandsOfModules(interpreter, closure, everywhere, base, out)
  const atStart = [...out.contacts.values()]
  const contacts: (readonly Contact[])[] = []
  for (const group of groups) {
    out.contacts = new Map()
    for (const root of group.roots) callRoot(interpreter, entry.file, root, base, closure.may, out)
    if (isAnswer(entry.kind, group)) contacts.push([...out.contacts.values()])
  }
  // A server calls later what it was handed while it started.
  if (entry.kind === 'server' || entry.kind === 'script') {
    out.contacts = new Map()
    for (const file of closure.modules) for (const escaped of interpreter.modules.evaluate(file)?.summary?.out.escapes.values() ?? []) callRoot(interpreter, file, escaped, base, closure.may, out)
    contacts.push([...out.contacts.values()].map((contact) => ({ ...contact, handed: true })))
  }
  return { entry, must: closure.must, may: closure.may, demands: [...out.demands.values()], registrations: [...out.registrations.values()], contacts: isCalledApart(entry.kind) ? contacts : [contacts.flat()], atStart, closure }
}

/** What top-level code asks for, in the order in which the modules are evaluated. */
function demandsOfModules(interpreter: Interpreter, closure: Closure, everywhere: ReadonlySet<Token>, all: ReadonlySet<Token>, out: Collector): void {
  const ordered = new Set(closure.evaluation.modules)
  const before = new Set(everywhere)
  for (const file of closure.modules) {
    const summary = interpreter.modules.evaluate(file)?.summary
    if (summary === null || summary === undefined) continue
    for (const demand of summary.out.demands.values()) {
      // What `require()` loads runs in the middle of another module: only what is never registered is held against it.
      const registered = ordered.has(file) ? new Set([...before, ...(demand.have ?? [])]) : all
      const satisfied = demand.satisfied || interpreter.tokens.meets(registered, demand)
      addDemand(out, { ...demand, satisfied, may: satisfied ? null : demand.may })
    }
    for (const contact of summary.out.contacts.values()) {
      const isOpen = interpreter.tokens.has(ordered.has(file) ? before : all, openToken(contact.connection))
      addContact(out.contacts, { ...contact, opened: isOpen ? 'surely' : contact.opened })
    }
    if (ordered.has(file)) for (const token of summary.must) before.add(token)
  }
}

function callRoot(interpreter: Interpreter, file: string, root: Value, must: ReadonlySet<Token>, may: ReadonlyMap<Token, May>, out: Collector): void {
  const site: Site = { file, start: 0, end: 0 }
  const at = fromOutside(interpreter, file, (point) => {
    point.state.add(interpreter.tokens.baseToken({ must, may }))
    const value = point.call(root, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN], null, site)
    // What a handler returns is awaited by its caller.
    point.escape([value], site)
  })
  if (at === null) return
  for (const demand of at.out.demands.values()) addDemand(out, { ...demand, trail: demand.trail.filter((s) => s.end > 0) })
  for (const [key, registration] of at.out.registrations) out.registrations.set(key, registration)
  for (const contact of at.out.contacts.values()) addContact(out.contacts, { ...contact, trail: contact.trail.filter((s) => s.end > 0) })
}

/** What the application's startup files surely register, and what those of their exports do that are awaited then. */
function everywhereOf(interpreter: Interpreter, project: Project, app: App): ReadonlySet<Token> {
  const tokens = new Set<Token>()
  for (const { file, calls, unlessExports } of app.startup) {
    if (unlessExports !== null && interpreter.modules.exportNames(file).includes(unlessExports)) continue
    for (const token of closureOf(interpreter, project, app, [{ file }], app.usesDirectives ? 'server' : 'plain').must) tokens.add(token)
    for (const name of calls) for (const token of awaitedTokens(interpreter, file, name)) tokens.add(token)
  }
  return tokens
}

function awaitedTokens(interpreter: Interpreter, file: string, name: string): readonly Token[] {
  const awaited = new Set<Token>()
  const at = fromOutside(interpreter, file, (point) => {
    const result = point.call(interpreter.modules.exportValue(file, name), [], null, { file, start: 0, end: 0 })
    if (result.kind === 'promise') for (const token of result.pending.must) awaited.add(token)
  })
  const all = new Set([...at?.state.must ?? [], ...awaited])
  return [...all].flatMap((token) => (token.startsWith('file:') ? [...interpreter.tokens.loaded(token).must] : [token]))
}

/** Server actions: the action files that a page reaches are evaluated together, the page itself is not (truth/README.md 5). */
function actionStates(interpreter: Interpreter, project: Project, app: App, everywhere: ReadonlySet<Token>): readonly EntryState[] {
  if (!app.hasServerActions) return []
  const { graph } = interpreter
  const groups = new Map<string, (readonly string[])[]>()
  const prefix = app.root === '.' ? '' : `${app.root}/`
  for (const module of graph.modules.values()) {
    if (module.facts.directives.includes('use server') && module.file.startsWith(prefix)) groups.set(module.file, [])
  }
  const inline = new Set<string>()
  for (const entry of app.entries) {
    if (entry.kind !== 'page') continue
    const files = [...entry.with, entry.file]
    const holders = inlineActionFiles(graph, project, app.compiler, files)
    const group = [...new Set([...actionFiles(graph, project, app.compiler, files), ...holders])]
    for (const file of holders) inline.add(file)
    for (const file of group) groups.set(file, [...(groups.get(file) ?? []), group])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, sets]) => {
    const entry: Entry = { file, kind: 'server-action', with: [] }
    const called = inline.has(file) ? inlineActionsOf(interpreter, file).map((root) => ({ name: null, roots: [root] })) : rootGroupsOf(interpreter, [file], entry)
    // Sure is what every page that offers the action brings along.
    const together = sets.length === 0 ? [file] : (sets[0] ?? []).filter((f) => sets.every((set) => set.includes(f)))
    return entryState(interpreter, project, app, entry, points(interpreter, together), everywhere, called)
  })
}
