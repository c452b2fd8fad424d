/** Who a name means: one scope a block, and the state that the lowering of one file shares. */
import type { Binding, BindingId, ClassFact, FunctionFact, FunctionId, Name } from './ir.ts'

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
  /** Module bindings that the current top-level statement declares and mentions. */
  declares: Set<BindingId>
  mentions: Set<BindingId>
}

export function createContext(text: string): Context {
  const module = new Scope(null)
  return {
    text, module, scope: module, fn: null, dead: 0, bindings: [], uses: [], described: new Set(), functions: [], classes: [], inlineActions: [],
    declares: new Set(), mentions: new Set(),
  }
}

/** Declares a name in the current scope; a second declaration (`var` twice, merged namespaces) is the same binding. */
export function declare(ctx: Context, name: string, kind: Binding['kind'], at: number): BindingId {
  const known = ctx.scope.own(name)
  if (known !== undefined) return known
  const id = ctx.bindings.length
  ctx.bindings.push({ name, kind, owner: ctx.fn, at })
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
  return { kind: 'name', name: node.name, binding: use(ctx, node.name), start: node.start, end: node.end }
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
