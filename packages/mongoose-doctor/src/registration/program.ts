/** Interprets the program: every module once, then every application's entries. */
import type { ModuleGraph } from '../graph/graph.ts'
import { UNKNOWN } from '../models/value.ts'
import type { Project } from '../project/project.ts'
import { Activation } from './activation.ts'
import { appState } from './entry-states.ts'
import type { AppState } from './entry-states.ts'
import { Interpreter } from './interpreter.ts'

export interface Program {
  readonly interpreter: Interpreter
  readonly apps: readonly AppState[]
}

export function interpretProgram(project: Project, graph: ModuleGraph): Program {
  const interpreter = new Interpreter(graph)
  // Modules that define nothing are evaluated when an entry reaches them.
  for (const module of graph.modules.values()) if (module.facts.relevant && module.reachesMongoose && module.facts.error === null && !TEST.test(module.file) && DEFINES.test(graph.text(module.file))) interpreter.module(module.file)
  findModelsInFunctions(interpreter)
  const apps = project.apps.map((app) => appState(interpreter, project, app))
  return { interpreter, apps }
}

const TEST = /(^|\/)(__tests__|__mocks__|e2e|cypress)\/|\.(test|spec|stories)\.[cm]?[jt]sx?$/
/** `model(name, …)`; with one argument it asks for a model. */
const DEFINES = /\b(?:model|defineModel|discriminator|getModelForClass)\s*(?:<[^()]{0,200}>)?\s*\([^(),]{0,20000}(?:\([^()]{0,80}\))?[^(),]{0,80},/

/** Models that are only defined when a function is called are part of the index too; so each such function is tried once. */
function findModelsInFunctions(interpreter: Interpreter): void {
  interpreter.evaluatingModules = false
  const seen = [...interpreter.unseen]
  for (const module of interpreter.graph.modules.values()) {
    if (!module.facts.relevant || !module.reachesMongoose || TEST.test(module.file)) continue
    const text = interpreter.graph.text(module.file)
    if (!DEFINES.test(text)) continue
    const record = interpreter.module(module.file)
    const body = interpreter.graph.body(module.file)
    if (record === null || body === null) continue
    for (const [id, fact] of body.functions.entries()) {
      if (fact.parent !== null || !DEFINES.test(text.slice(fact.start, fact.end))) continue
      const closure = interpreter.closureIn(module.file, id, record.frame, null, null)
      if (closure === null) continue
      const at = new Activation(interpreter, body, record.frame, { self: null, home: null, async: true, isModule: false, depth: 0 })
      interpreter.guarded(at, () => { at.call({ kind: 'function', closure, self: null }, [UNKNOWN, UNKNOWN, UNKNOWN], null, { file: module.file, start: 0, end: 0 }) })
    }
  }
  // Called with nothing in hand, much is unknown that isn't where it is really called.
  interpreter.unseen.clear()
  for (const [key, unseen] of seen) interpreter.unseen.set(key, unseen)
}
