/** What evaluating files registers under one application's compiler: the static closure, and what it loads on the way. */
import { evaluated, type Kept } from '../graph/evaluation.ts'
import type { EntryPoint, Evaluation, Unresolved, World } from '../graph/graph.ts'
import type { App, Project } from '../project/project.ts'
import { LOST, bareToken, fileToken } from '../models/value.ts'
import type { May, Token } from '../models/value.ts'
import type { Interpreter } from './interpreter.ts'
import { NO_NAMES } from './tokens.ts'
import type { Linker, Loaded } from './tokens.ts'

export interface Closure extends Loaded {
  /** In evaluation order; what `require()` and top-level `await import()` load comes last. */
  readonly modules: readonly string[]
  /** Registered when all of that has been evaluated, without what it has started and not waited for. */
  readonly evaluated: ReadonlySet<Token>
  /** Imports of them that lead to no file. */
  readonly unresolved: readonly Unresolved[]
  readonly evaluation: Evaluation
}

/** Follows static imports and every load that a module surely makes while it is evaluated. */
export function closureOf(interpreter: Interpreter, project: Project, app: App, points: readonly EntryPoint[], world: World): Closure {
  const closure = followed(interpreter, project, app, points, world, 'surely')
  return app.compiler.leavesOutUnused === true ? { ...closure, may: perhapsKept(interpreter, project, app, points, world, closure, 'perhaps') } : closure
}

/** What else is registered if everything is kept that may be. */
export function perhapsKept(
  interpreter: Interpreter, project: Project, app: App, points: readonly EntryPoint[], world: World, closure: Pick<Closure, 'must' | 'may'>, kept: Kept,
): ReadonlyMap<Token, May> {
  const may = new Map(closure.may)
  const most = followed(interpreter, project, app, points, world, kept)
  const site = { file: points[0]?.file ?? '', start: 0, end: 0 }
  for (const token of most.must) if (!closure.must.has(token)) may.set(token, { reason: 'computed', site })
  return may
}

function followed(interpreter: Interpreter, project: Project, app: App, points: readonly EntryPoint[], world: World, kept: Kept): Closure {
  const { graph } = interpreter
  const evaluation = evaluated(graph, project, app.compiler, points, world, kept)
  const must = new Set<Token>()
  const may = new Map<Token, May>()
  const modules = new Set<string>()
  const asked = new Set<string>()
  const queue: (readonly string[])[] = [evaluation.modules]
  const unresolved = [...evaluation.unresolved]
  for (const batch of queue) {
    for (const file of batch) {
      if (modules.has(file)) continue
      modules.add(file)
      const summary = interpreter.modules.evaluate(file)?.summary
      for (const token of summary?.must ?? []) {
        if (token.startsWith('load:')) for (const bare of compiledWith(interpreter, must, asked)) must.add(bare)
        if (!token.startsWith('file:')) { must.add(token); continue }
        if (asked.has(token)) continue
        asked.add(token)
        const more = evaluated(graph, project, app.compiler, [pointOf(app, token)], world, kept)
        queue.push(more.modules)
        unresolved.push(...more.unresolved)
      }
      for (const [token, why] of summary?.may ?? []) may.set(token, why)
    }
  }
  for (const [token, why] of ofNoFile(unresolved)) if (!may.has(token)) may.set(token, why)
  return { must, evaluated: must, may: opened(interpreter, may, must), modules: [...modules], unresolved, evaluation }
}

/**
 * The same for a process that goes on: what its modules have started without waiting for it is done by the time that a request or a job comes, and
 * counts, with the modules that it loads.
 */
export function processOf(interpreter: Interpreter, project: Project, app: App, points: readonly EntryPoint[], world: World): Closure {
  const all = [...points]
  const asked = new Set<Token>()
  let first: Closure | null = null
  for (;;) {
    const closure = closureOf(interpreter, project, app, all, world)
    first ??= closure
    const started = new Set(closure.modules.flatMap((file) => startedBy(interpreter, file)))
    const more = [...started].filter((token) => token.startsWith('file:') && !asked.has(token))
    for (const token of more) asked.add(token)
    all.push(...more.map((token) => pointOf(app, token)))
    if (more.length > 0) continue
    const must = new Set([...closure.must, ...[...started].filter((token) => !token.startsWith('file:'))])
    return { ...closure, must, evaluated: first.evaluated, may: new Map([...closure.may].filter(([token]) => !must.has(token))) }
  }
}

const startedBy = (interpreter: Interpreter, file: string): readonly Token[] =>
  [...interpreter.modules.evaluate(file)?.summary?.may ?? []].flatMap(([token, { reason }]) => (reason === 'unawaited' ? [token] : []))

/** The models that are there when a plugin comes: they never have it. */
function compiledWith(interpreter: Interpreter, must: ReadonlySet<Token>, files: ReadonlySet<Token>): readonly Token[] {
  const there = [...must, ...[...files].flatMap((file) => [...interpreter.tokens.loaded(file).must])]
  return there.filter((token) => token.startsWith('model:')).map(bareToken)
}

/** Possible loads of files become possible registrations of what they register. */
function opened(interpreter: Interpreter, may: ReadonlyMap<Token, May>, must: ReadonlySet<Token>): Map<Token, May> {
  const result = new Map<Token, May>()
  for (const [token, why] of may) {
    if (token.startsWith('file:')) for (const one of interpreter.tokens.loaded(token).must) { if (!must.has(one)) result.set(one, why) } else if (!must.has(token)) result.set(token, why)
  }
  return result
}

/** What imports may register that lead to no file: that of a file in another case, or anything. */
function ofNoFile(unresolved: readonly Unresolved[]): readonly (readonly [Token, May])[] {
  return unresolved.map(({ file, at, wrongCase }) => {
    const site = { file, ...at }
    return wrongCase === null ? [LOST, { reason: 'unresolved', site }] : [fileToken(wrongCase), { reason: 'computed', site }]
  })
}

export function linkerFor(interpreter: Interpreter, project: Project, app: App, world: World): Linker {
  const memo = new Map<string, Loaded>()
  const EMPTY: Loaded = { must: new Set(), may: new Map() }
  return (file, names) => {
    const key = names === null ? file : `${file}?${names.join(',')}`
    const known = memo.get(key)
    if (known !== undefined) return known
    // Files that possibly load each other: the inner question sees nothing of the outer one.
    memo.set(key, EMPTY)
    const loaded = closureOf(interpreter, project, app, [pointAt(app, file, names)], world)
    memo.set(key, loaded)
    return loaded
  }
}

function pointOf(app: App, token: Token): EntryPoint {
  const [file = '', names] = token.slice('file:'.length).split('?')
  return pointAt(app, file, names === undefined ? null : names.split(','))
}

/** A barrel of which nothing is used brings nothing along where only what is used is kept. */
function pointAt(app: App, file: string, names: readonly string[] | null): EntryPoint {
  if (names === null || names[0] === NO_NAMES[0]) return { file, names: names !== null && dropsUnused(app) ? [] : 'all' }
  return { file, names }
}

const dropsUnused = ({ compiler }: App): boolean => compiler.leavesOutUnused === true || compiler.dropsUnusedLoads === true
