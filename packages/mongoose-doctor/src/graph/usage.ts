/** Which bindings of a module keep which of its statements and imports alive: what tree shaking asks. */
import type { BodyFacts } from '../facts/facts.ts'
import type { BindingId } from '../facts/ir.ts'
import type { ModuleGraph } from './graph.ts'
import { append } from './multimap.ts'

export interface Usage {
  readonly liveness: BodyFacts['liveness']
  readonly declaredBy: ReadonlyMap<BindingId, readonly number[]>
  readonly imports: ReadonlyMap<BindingId, ImportUse>
  readonly exports: ReadonlyMap<string, BindingId>
}

export interface ImportUse {
  /** Index into ModuleFacts.imports. */
  readonly statement: number
  /** The exports of the target that the file mentions through this binding; `*`: the namespace as a whole. */
  readonly names: readonly string[]
  /** In an `export { … }` list. */
  readonly exported: boolean
}

const memos = new WeakMap<ModuleGraph, Map<string, Usage | null>>()

/** null for a file that does not parse. */
export function usageOf(graph: ModuleGraph, file: string): Usage | null {
  let memo = memos.get(graph)
  if (memo === undefined) memos.set(graph, (memo = new Map()))
  let usage = memo.get(file)
  if (usage === undefined) {
    const body = graph.body(file)
    memo.set(file, (usage = body === null ? null : compute(body)))
  }
  return usage
}

function compute(body: BodyFacts): Usage {
  const declaredBy = new Map<BindingId, number[]>()
  for (const [i, { declares }] of body.liveness.entries()) {
    for (const binding of declares) append(declaredBy, binding, i)
  }
  const spaces = body.imports.filter((each) => each.imported === '*')
  const members = namespaceMembers(body, new Set(spaces.map((each) => each.binding)))
  const imports = new Map<BindingId, ImportUse>()
  for (const { binding, statement, imported, exportUses } of body.imports) {
    const exported = exportUses > 0
    const names = imported !== '*' || exported ? [imported] : [...(members.get(binding) ?? [])]
    imports.set(binding, { statement, names, exported })
  }
  const exports = new Map(body.exports.map((each) => [each.exported, each.binding]))
  return { liveness: body.liveness, declaredBy, imports, exports }
}

/** `ns.User` uses only `User`; any other mention of `ns` uses everything. */
function namespaceMembers(body: BodyFacts, spaces: ReadonlySet<BindingId>): Map<BindingId, Set<string>> {
  const used = new Map<BindingId, Set<string>>()
  if (spaces.size === 0) return used
  const add = (binding: BindingId, name: string): void => {
    const names = used.get(binding)
    if (names === undefined) used.set(binding, new Set([name]))
    else names.add(name)
  }
  const spaceOf = (node: unknown): BindingId | null =>
    isNode(node) && node['kind'] === 'name' && typeof node['binding'] === 'number' && spaces.has(node['binding']) ? node['binding'] : null
  // The body of a function may be made when it is asked for: no list of properties has it then.
  const pending: unknown[] = [body.body, body.functions.map(({ params, body: statements }) => [params, statements]), body.classes]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!isNode(node)) continue
    const whole = spaceOf(node)
    const space = spaceOf(node['object'])
    if (whole !== null) add(whole, '*')
    else if (node['kind'] === 'member' && space !== null && typeof node['property'] === 'string') add(space, node['property'])
    else for (const inner of Object.values(node)) if (isNode(inner)) pending.push(inner)
  }
  return used
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
