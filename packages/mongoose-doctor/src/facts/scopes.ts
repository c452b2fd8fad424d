/** Who a name means: one scope a block, and the state that the lowering of one file shares. */
import type { Binding, BindingId, ClassFact, Expr, FunctionFact, FunctionId, Name, Pattern } from './ir.ts'
import { owned } from './owned.ts'

export class Scope {
  /** Most scopes declare nothing. */
  #names: Map<string, BindingId> | null = null
  readonly parent: Scope | null
  constructor(parent: Scope | null) {
    this.parent = parent
  }

  find(name: string): BindingId | null {
    return this.#names?.get(name) ?? this.parent?.find(name) ?? null
  }

  /** Declared in this very scope. */
  own(name: string): BindingId | undefined {
    return this.#names?.get(name)
  }

  add(name: string, id: BindingId): void {
    this.#names ??= new Map()
    this.#names.set(name, id)
  }
}

export type Draft<T> = { -readonly [K in keyof T]: T[K] }

/** Everything that one file's lowering collects. `scope`, `fn` and `dead` are where it stands. */
export interface Context {
  readonly text: string
  readonly bindings: Binding[]
  /** Uses as a value, by binding. */
  readonly uses: number[]
  /** Bindings that types beside decorators name, which emitDecoratorMetadata makes values of. */
  readonly described: Set<BindingId>
  readonly functions: Draft<FunctionFact>[]
  readonly classes: Draft<ClassFact>[]
  readonly inlineActions: FunctionId[]
  readonly module: Scope
  scope: Scope
  fn: FunctionId | null
  /** Above zero inside a branch that production never takes. */
  dead: number
  /** What functions count up or down that isn't theirs; and by what something is indexed. */
  readonly stepped: { readonly fn: FunctionId; readonly binding: BindingId }[]
  readonly indexes: Set<BindingId>
  /** Module bindings that the current top-level statement declares and mentions. */
  declares: Set<BindingId>
  mentions: Set<BindingId>
}

export function createContext(text: string): Context {
  const module = new Scope(null)
  return {
    text, module, scope: module, fn: null, dead: 0, bindings: [], uses: [], described: new Set(), functions: [], classes: [], inlineActions: [], stepped: [], indexes: new Set(),
    declares: new Set(), mentions: new Set(),
  }
}

/** Declares a name in the current scope; a second declaration (`var` twice, merged namespaces) is the same binding. */
export function declare(ctx: Context, name: string, kind: Binding['kind'], at: number): BindingId {
  const known = ctx.scope.own(name)
  if (known !== undefined) return known
  const id = ctx.bindings.length
  ctx.bindings.push({ name: owned(name), kind, owner: ctx.fn, at })
  ctx.uses.push(0)
  ctx.scope.add(name, id)
  return id
}

/** Resolves a name that is read or written as a value, and counts the use. */
export function use(ctx: Context, name: string): BindingId | null {
  const id = ctx.scope.find(name)
  if (id === null) return null
  ctx.uses[id] = (ctx.uses[id] ?? 0) + 1
  if (ctx.dead === 0 && ctx.bindings[id]?.owner === null) ctx.mentions.add(id)
  return id
}

export function nameOf(ctx: Context, node: { readonly name: string; readonly start: number; readonly end: number }): Name {
  return { kind: 'name', name: owned(node.name), binding: use(ctx, node.name), start: node.start, end: node.end }
}

/** Marks a binding as declared by the current top-level statement. */
export function declares(ctx: Context, id: BindingId): void {
  const binding = ctx.bindings[id]
  if (binding !== undefined && ctx.module.own(binding.name) === id) ctx.declares.add(id)
}

/** Runs `lower` in a scope of its own. */
export function inScope<T>(ctx: Context, lower: () => T): T {
  const outer = ctx.scope
  ctx.scope = new Scope(outer)
  const result = lower()
  ctx.scope = outer
  return result
}

/** `i++`, `i += 1` */
export function steps(ctx: Context, target: Pattern): void {
  if (target.kind === 'bind' && ctx.fn !== null && ctx.bindings[target.binding]?.owner !== ctx.fn) ctx.stepped.push({ fn: ctx.fn, binding: target.binding })
}

/** `stack[i]`, `stack[i++]`, `stack[++i]` */
export function indexes(ctx: Context, by: Expr): void {
  const counted = by.kind === 'binary' ? by.left : by
  if (counted.kind === 'name' && counted.binding !== null) ctx.indexes.add(counted.binding)
  if (counted.kind === 'assign' && counted.target.kind === 'bind') ctx.indexes.add(counted.target.binding)
}

/** Once the whole file is known. */
export function settleCounts(ctx: Context): void {
  for (const { fn, binding } of ctx.stepped) {
    const fact = ctx.functions[fn]
    if (fact !== undefined && ctx.indexes.has(binding) && !fact.counts.includes(binding)) fact.counts = [...fact.counts, binding]
  }
}
