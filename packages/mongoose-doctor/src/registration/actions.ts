/** Server actions: the action files that a page reaches are evaluated together, the page itself is not (truth/README.md 5). */
import { actionGroups, inlineActionFiles, lastToReach } from '../graph/actions.ts'
import { append } from '../graph/multimap.ts'
import type { App, Entry, Project } from '../project/project.ts'
import type { Interpreter } from './interpreter.ts'
import { inlineActionsOf, rootGroupsOf } from './roots.ts'
import type { RootGroup } from './roots.ts'
import { scheduleOf } from './schedule.ts'

/** An action file as an entry of its own. */
export interface Action {
  readonly file: string
  /** What is surely evaluated with it. */
  readonly files: readonly string[]
  readonly groups: readonly RootGroup[]
}

/** It is no entry where it is listed, but after the last page that may offer it. */
interface ActionFile { readonly file: string; readonly kind: null }

/**
 * The actions of an application, each once all pages that offer it have been followed: what those pages share with it is at hand then, which in
 * a large project it would no longer be at the end.
 */
export class Actions {
  readonly #interpreter: Interpreter
  readonly #project: Project
  readonly #app: App
  /** The groups in which the pages so far evaluate an action file. */
  readonly #groups = new Map<string, (readonly string[])[]>()
  /** Files whose actions are made by the components around them. */
  readonly #inline = new Set<string>()
  /** Entries, and action files, in the order in which they are followed. */
  readonly order: readonly (Entry | ActionFile)[]
  /** By the last entry that may offer them. */
  readonly #lastOf = new Map<Entry, string[]>()
  readonly #offered = new Set<string>()
  readonly #done = new Set<string>()

  constructor(interpreter: Interpreter, project: Project, app: App) {
    this.#interpreter = interpreter
    this.#project = project
    this.#app = app
    const { graph } = interpreter
    const prefix = app.root === '.' ? '' : `${app.root}/`
    if (app.hasServerActions) for (const module of graph.modules.values()) {
      if (module.facts.directives.includes('use server') && module.file.startsWith(prefix)) this.#groups.set(module.file, [])
    }
    this.order = scheduleOf(graph, [...app.entries, ...[...this.#groups.keys()].map((file): ActionFile => ({ file, kind: null }))])
    if (!app.hasServerActions) return
    const entries = this.order.filter((one) => one.kind !== null)
    for (const [file, index] of lastToReach(graph, entries.map((entry) => (entry.kind === 'page' ? filesOf(entry) : [])))) {
      this.#offered.add(file)
      const last = entries[index]
      if (last !== undefined) append(this.#lastOf, last, file)
    }
  }

  /** What is to be followed once this has been, in the given order. */
  after(entry: Entry | ActionFile): Iterable<Action> {
    if (entry.kind === null) return this.#offered.has(entry.file) ? [] : this.#actions([entry.file])
    if (entry.kind !== 'page' || !this.#app.hasServerActions) return []
    const { graph } = this.#interpreter
    const files = filesOf(entry)
    for (const file of inlineActionFiles(graph, this.#project, this.#app.compiler, files)) this.#inline.add(file)
    for (const group of actionGroups(graph, this.#project, this.#app.compiler, files)) for (const file of group) append(this.#groups, file, group)
    return this.#actions((this.#lastOf.get(entry) ?? []).filter((file) => this.#groups.has(file)))
  }

  /** Those of components, which make them. */
  rest(): Iterable<Action> {
    return this.#actions([...this.#groups.keys()].filter((file) => !this.#done.has(file)))
  }

  * #actions(files: readonly string[]): Generator<Action> {
    for (const file of files.toSorted()) {
      this.#done.add(file)
      const sets = this.#groups.get(file) ?? []
      // Sure is what every page that offers the action brings along.
      const together = sets.length === 0 ? [file] : (sets[0] ?? []).filter((f) => sets.every((set) => set.includes(f)))
      const groups = this.#inline.has(file) ? inlineActionsOf(this.#interpreter, file).map((root) => ({ name: null, roots: [root] })) : rootGroupsOf(this.#interpreter, [file], { kind: 'server-action' })
      yield { file, files: together, groups }
    }
  }
}

const filesOf = ({ with: around, file }: Entry): readonly string[] => [...around, file]
