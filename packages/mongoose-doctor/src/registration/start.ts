/** What is there before an application answers anything: its startup files, and what is called of them. */
import { evaluated, type Kept } from '../graph/evaluation.ts'
import type { ModuleGraph } from '../graph/graph.ts'
import { survivalOf } from '../graph/survival.ts'
import { UNKNOWN, callablesIn } from '../models/value.ts'
import type { May, Token } from '../models/value.ts'
import { packageOf } from '../project/packages.ts'
import { isBelow } from '../project/paths.ts'
import type { App, Project } from '../project/project.ts'
import type { Interpreter } from './interpreter.ts'
import { closureOf, perhapsKept, processOf } from './linking.ts'
import { fromOutside } from './outside.ts'
import type { Loaded } from './tokens.ts'

/** What the application's startup files surely register, and what those of their exports do that are called then; and what they may. */
export function startOf(interpreter: Interpreter, project: Project, app: App): Loaded {
  const must = new Set<Token>()
  const may = new Map<Token, May>()
  const world = app.usesDirectives ? 'server' : 'plain'
  for (const { file, calls, how, unlessExports } of app.startup) {
    if (unlessExports !== null && interpreter.modules.exportNames(file).includes(unlessExports)) continue
    const first = [{ file, ...(app.compiler.leavesOutUnused === true ? { names: calls } : {}) }]
    const closure = closureOf(interpreter, project, app, first, world)
    for (const token of closure.must) must.add(token)
    // Observed: of what is evaluated when the server starts Nitro keeps more than of what is loaded later.
    const perhaps = app.compiler.leavesOutUnused === true ? perhapsKept(interpreter, project, app, first, world, closure, 'mentioned') : new Map<Token, May>()
    for (const [token, why] of perhaps) may.set(token, why)
    if (how === 'loaded') continue
    for (const name of calls) {
      const called = callAtStart(interpreter, file, name, { must, may: perhaps }, how !== 'called')
      for (const token of called.must) must.add(token)
      for (const [token, why] of called.may) may.set(token, why)
    }
  }
  for (const token of servedBy(interpreter, project, app)) must.add(token)
  if (app.compiler.leavesOutUnused === true) joined(interpreter, project, app, { must, may })
  for (const token of must) may.delete(token)
  return { must, may }
}

/**
 * Observed with Next 16.4.6: a server of the project's own that hands requests on to Next.js shares Mongoose with all of its entries, but for one that
 * `transpilePackages` bundles. Only if `start` is not `next start`, which runs without it.
 */
function servedBy(interpreter: Interpreter, project: Project, app: App): readonly Token[] {
  const scripts = packageOf(project, app.entries[0]?.file ?? '')?.scripts
  if (app.framework !== 'next' || app.compiler.transpilePackages.includes('mongoose') || /\bnext\s+start\b/.test(scripts?.get('start') ?? 'next start')) return []
  return project.apps.flatMap((other) => {
    if (other.root !== app.root || other === app) return []
    return other.entries.filter(({ kind }) => kind === 'server').flatMap(({ file }) => {
      const { must, modules } = processOf(interpreter, project, other, [{ file }], 'plain')
      return modules.some((one) => loadsNext(interpreter.graph, one)) ? [...must] : []
    })
  })
}

/** A server of the project's own asks it for the function that answers requests. */
export function loadsNext(graph: ModuleGraph, file: string): boolean {
  const module = graph.modules.get(file)
  return [...module?.importTargets ?? [], ...module?.dynamicTargets ?? []].some((target) => target.kind === 'external' && target.name === 'next')
}

/**
 * Observed: Nitro 2 puts what is imported at the start into one file, by what is written and not by what is used of it. So what any entry keeps of that is
 * evaluated at the start too.
 */
function joined(interpreter: Interpreter, project: Project, app: App, { must, may }: { must: Set<Token>; may: Map<Token, May> }): void {
  const { graph } = interpreter
  const survival = survivalOf(graph, project, app.compiler)
  const closed = (files: Iterable<string>): ReadonlySet<string> => {
    const all = new Set(files)
    for (const file of all) for (const { edge } of survival.links(file)) if (edge.dropped === null) all.add(edge.to)
    return all
  }
  const together = closed(app.startup.map(({ file }) => file))
  const keptBy = (kept: Kept): ReadonlySet<string> =>
    new Set(app.entries.flatMap(({ file }) => evaluated(graph, project, app.compiler, [file], 'plain', kept).modules))
  const tokens = (files: Iterable<string>, kept: ReadonlySet<string>): readonly Token[] =>
    [...files].flatMap((file) => (kept.has(file) ? [...interpreter.modules.evaluate(file)?.summary?.must ?? []] : []))
  const perhaps = keptBy('perhaps')
  const site = { file: app.entries[0]?.file ?? '', start: 0, end: 0 }
  if (app.startup.length > 0) {
    for (const token of tokens(together, keptBy('surely'))) must.add(token)
    for (const token of tokens(together, perhaps)) may.set(token, { reason: 'computed', site })
  }
  if (app.autoImports?.mayStart !== true) return
  const { deep, flat } = app.autoImports
  const sources = project.files.filter((file) => [...deep, ...flat].some((folder) => isBelow(file, folder)))
  for (const token of tokens(closed(sources), perhaps)) may.set(token, { reason: 'computed', site })
}

/** What a call at the start registers before anything is answered; `may`: in code that it hands to others, which a hook may run before each answer. */
function callAtStart(interpreter: Interpreter, file: string, name: string, base: Loaded, isAwaited: boolean): Loaded {
  const must = new Set<Token>()
  const at = fromOutside(interpreter, file, (point) => {
    point.state.add(interpreter.tokens.baseToken(base))
    // `defineNitroPlugin(fn)`: what it returns is what it was given.
    const value = interpreter.modules.exportValue(file, name)
    const [only, ...others] = value.kind === 'unknown' ? callablesIn(value) : [value]
    const result = point.call(only !== undefined && others.length === 0 ? only : value, [UNKNOWN], null, { file, start: 0, end: 0 })
    if (isAwaited && result.kind === 'promise') for (const token of result.pending.must) must.add(token)
  })
  const opened = (token: Token): readonly Token[] => (token.startsWith('file:') ? [...interpreter.tokens.loaded(token).must] : [token])
  const all = new Set([...at?.state.must ?? [], ...must].flatMap(opened))
  const may = new Map<Token, May>()
  // What is awaited before each answer has said what it does.
  for (const { token, site } of isAwaited ? [] : at?.out.registrations.values() ?? []) for (const one of opened(token)) if (!all.has(one)) may.set(one, { reason: 'computed', site })
  return { must: all, may }
}
