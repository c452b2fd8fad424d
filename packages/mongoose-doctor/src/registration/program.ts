/** Interprets the program: every module once, then every application's entries. */
import type { ModuleGraph } from '../graph/graph.ts'
import { UNKNOWN } from '../models/value.ts'
import type { Project } from '../project/project.ts'
import { circlesFrom, mayBeInCircles } from './circles.ts'
import { appState } from './entry-states.ts'
import type { AppState } from './entry-states.ts'
import { Interpreter } from './interpreter.ts'
import { fromOutside } from './outside.ts'

export interface Program {
  readonly interpreter: Interpreter
  readonly apps: readonly AppState[]
}

export function interpretProgram(project: Project, graph: ModuleGraph): Program {
  const first = evaluateModules(project, graph, new Set())
  const vain = askedInVain(first)
  const program = judged(project, vain.size === 0 ? first : evaluateModules(project, graph, vain))
  return program.interpreter.order.isInDoubt ? judged(project, evaluateModules(project, graph, vain, startsOf(project, graph))) : program
}

const judged = (project: Project, interpreter: Interpreter): Program => ({ interpreter, apps: project.apps.map((app) => appState(interpreter, project, app)) })

/** What `models.order || model('Order', …)` asks for: only once all definitions are known is it sure that nothing can be there. */
function askedInVain(interpreter: Interpreter): ReadonlySet<string> {
  if (interpreter.namesAreComputed) return new Set()
  const asked = interpreter.guards.all().filter(({ kind, name }) => kind === 'asks' && name !== '*' && interpreter.index.definitions(name).length === 0)
  return new Set(asked.map(({ name }) => name))
}

/**
 * @param vain names that no module defines, as an earlier evaluation has shown
 * @param before files that are evaluated ahead of those that define models
 */
function evaluateModules(project: Project, graph: ModuleGraph, vain: ReadonlySet<string>, before: readonly string[] = []): Interpreter {
  const interpreter = new Interpreter(graph, project, vain)
  for (const file of before) interpreter.modules.evaluate(file)
  // Modules that define nothing are evaluated when an entry reaches them.
  const defining: string[] = []
  for (const { file, facts, reachesMongoose } of graph.modules.values()) {
    if (facts.relevant && reachesMongoose && facts.error === null && !TEST.test(file) && DEFINES.test(graph.text(file))) defining.push(file)
  }
  // Which file defines a model says nothing of where a process enters a circle.
  const defines = new Set(defining)
  const starts = startsOf(project, graph)
  const circles = [...mayBeInCircles(graph, starts)].some((file) => defines.has(file)) ? circlesFrom(graph, starts) : []
  for (const { first, files } of circles) if (files.some((file) => defines.has(file))) interpreter.modules.evaluate(first)
  interpreter.order.isAhead = true
  const trials = defining.map((file): Trial => {
    interpreter.modules.evaluate(file)
    return { file, functions: definingFunctions(graph, file) }
  })
  interpreter.order.isAhead = false
  findModelsInFunctions(interpreter, trials)
  return interpreter
}

/** What processes start with, in the order in which they are listed. */
function startsOf({ apps }: Project, graph: ModuleGraph): readonly string[] {
  const files = apps.flatMap(({ startup, entries }) => [...startup.map(({ file }) => file), ...entries.flatMap((entry) => [...entry.with, entry.file])])
  return [...new Set(files)].filter((file) => graph.modules.get(file)?.reachesMongoose === true)
}

const TEST = /(^|\/)(__tests__|__mocks__|e2e|cypress)\/|\.(test|spec|stories)\.[cm]?[jt]sx?$/
/** `model(name, …)`; with one argument it asks for a model. What a class or a feature defines needs no second one. */
const DEFINES = /\b(?:forFeature(?:Async)?|createForClass|getModelForClass)\s*(?:<[^()]{0,200}>)?\s*\(|\b(?:model|defineModel|defineMongoose(?:Discriminator)?Model|discriminator|getModelForClass)\s*(?:<[^()]{0,200}>)?\s*\([^(),]{0,20000}(?:\([^()]{0,80}\))?[^(),]{0,80},/

/** Functions of a file that may define models, by number. */
interface Trial { readonly file: string; readonly functions: readonly number[] }

/** To be asked while the file's code is at hand. */
function definingFunctions(graph: ModuleGraph, file: string): readonly number[] {
  const text = graph.text(file)
  return (graph.body(file)?.functions ?? []).flatMap((fact, id) => (fact.parent === null && DEFINES.test(text.slice(fact.start, fact.end)) ? [id] : []))
}

/** Models that are only defined when a function is called are part of the index too; so each such function is tried once. */
function findModelsInFunctions(interpreter: Interpreter, trials: readonly Trial[]): void {
  interpreter.evaluatingModules = false
  const seen = [...interpreter.unseen]
  for (const { file, functions } of trials) {
    for (const id of functions) {
      fromOutside(interpreter, file, (at) => {
        const closure = interpreter.closureIn(file, id, at.frame, null, null)
        if (closure !== null) at.call({ kind: 'function', closure, self: null }, [UNKNOWN, UNKNOWN, UNKNOWN], null, { file, start: 0, end: 0 })
      })
    }
  }
  // Called with nothing in hand, much is unknown that isn't where it is really called.
  interpreter.unseen.clear()
  for (const [key, unseen] of seen) interpreter.unseen.set(key, unseen)
}
