/**
 * The lowered form of one source file: plain data, types erased, every identifier already bound to its declaration.
 * Only what a value can depend on is kept; whatever else an expression does is kept as `other`, so that the
 * calls inside it are still seen.
 */
import type { Span } from '../kernel/place.ts'

/** Index into `FileFacts.bindings`. */
export type BindingId = number
/** Index into `FileFacts.functions`. */
export type FunctionId = number
/** Index into `FileFacts.classes`. */
export type ClassId = number

export type Expr =
  | Name
  | Literal
  | Template
  | Member
  | Call
  | Await
  | DynamicImport
  | ObjectLiteral
  | ArrayLiteral
  | FunctionRef
  | ClassRef
  | Conditional
  | Logical
  | Binary
  | Unary
  | Assign
  | Sequence
  | This
  | Jsx
  | Other

/** An identifier; `binding` is null for a global. `import.meta`, `new.target` and the `super` of `super.x` are globals of that name. */
export interface Name extends Span { readonly kind: 'name'; readonly name: string; readonly binding: BindingId | null }
/** A string, number, boolean, null, or `undefined` (a regular expression is `regex` with its source). */
export interface Literal extends Span { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined; readonly regex?: { source: string; flags: string } }
/** A template literal with holes (one without holes is a `Literal`); quasis.length === holes.length + 1. */
export interface Template extends Span { readonly kind: 'template'; readonly quasis: readonly string[]; readonly holes: readonly Expr[] }
/** `object.property` / `object[computed]`; optional chaining sets `optional`. */
export interface Member extends Span { readonly kind: 'member'; readonly object: Expr; readonly property: string | Expr; readonly optional: boolean }
/** A call or `new`; a tagged template is a call with its holes as arguments. `callee` `{kind:'other'}` named 'super' for super(). */
export interface Call extends Span { readonly kind: 'call'; readonly callee: Expr | Super; readonly args: readonly Arg[]; readonly construct: boolean; readonly optional: boolean }
export interface Super extends Span { readonly kind: 'super' }
export interface Arg { readonly spread: boolean; readonly value: Expr }
export interface Await extends Span { readonly kind: 'await'; readonly value: Expr }
/** `import(source)`; `require(x)` stays a call of the global name `require`. */
export interface DynamicImport extends Span { readonly kind: 'import'; readonly source: Expr }
export interface ObjectLiteral extends Span { readonly kind: 'object'; readonly properties: readonly Property[] }
export type Property =
  | { readonly kind: 'property'; readonly key: string | Expr; readonly value: Expr; readonly start: number; readonly end: number }
  /** A getter: `value` is the function; reading the property calls it. */
  | { readonly kind: 'getter'; readonly key: string | Expr; readonly value: FunctionRef; readonly start: number; readonly end: number }
  | { readonly kind: 'spread'; readonly value: Expr; readonly start: number; readonly end: number }
export interface ArrayLiteral extends Span { readonly kind: 'array'; readonly items: readonly Arg[] }
export interface FunctionRef extends Span { readonly kind: 'function'; readonly id: FunctionId }
export interface ClassRef extends Span { readonly kind: 'class'; readonly id: ClassId }
export interface Conditional extends Span { readonly kind: 'conditional'; readonly test: Expr; readonly then: Expr; readonly else: Expr }
export interface Logical extends Span { readonly kind: 'logical'; readonly operator: '&&' | '||' | '??'; readonly left: Expr; readonly right: Expr }
export interface Binary extends Span { readonly kind: 'binary'; readonly operator: string; readonly left: Expr; readonly right: Expr }
/** `!`, `typeof`, `void`, `delete`, `-`, `+`, `~`; yield is `other`. */
export interface Unary extends Span { readonly kind: 'unary'; readonly operator: string; readonly value: Expr }
/** `target = value`, `target ||= value` (operator `||`), … ; `operator` is null for `=`. `++x` is an Assign with `+`, `x++` that minus one. */
export interface Assign extends Span { readonly kind: 'assign'; readonly operator: string | null; readonly target: Pattern; readonly value: Expr }
export interface Sequence extends Span { readonly kind: 'sequence'; readonly items: readonly Expr[] }
export interface This extends Span { readonly kind: 'this' }
/** `<Tag …>children</Tag>`; a lower-case tag is a literal; `value` holds attributes (as an object literal) then children. */
export interface Jsx extends Span { readonly kind: 'jsx'; readonly tag: Expr; readonly attributes: ObjectLiteral; readonly children: readonly Expr[] }
/** Anything else: only its sub-expressions matter, evaluated in order. */
export interface Other extends Span { readonly kind: 'other'; readonly items: readonly Expr[] }

export type Pattern =
  | { readonly kind: 'bind'; readonly binding: BindingId }
  | { readonly kind: 'bindGlobal'; readonly name: string }
  | { readonly kind: 'bindMember'; readonly target: Member }
  | { readonly kind: 'bindObject'; readonly properties: readonly { readonly key: string | Expr; readonly value: Pattern; readonly start: number; readonly end: number }[]; readonly rest: Pattern | null }
  | { readonly kind: 'bindArray'; readonly items: readonly (Pattern | null)[]; readonly rest: Pattern | null }
  | { readonly kind: 'bindDefault'; readonly target: Pattern; readonly default: Expr }

export type Stmt =
  | (Span & { readonly kind: 'expression'; readonly value: Expr })
  /** One declarator a statement; `init` null for `let x`. */
  | (Span & { readonly kind: 'declare'; readonly declares: 'var' | 'let' | 'const'; readonly target: Pattern; readonly init: Expr | null })
  | (Span & { readonly kind: 'return'; readonly value: Expr | null })
  | (Span & { readonly kind: 'throw'; readonly value: Expr })
  | (Span & { readonly kind: 'if'; readonly test: Expr; readonly then: readonly Stmt[]; readonly else: readonly Stmt[] })
  /** for / while / do-while; `init` has run once, `body` includes the update. */
  | (Span & { readonly kind: 'loop'; readonly form: 'for' | 'while' | 'do'; readonly init: readonly Stmt[]; readonly test: Expr | null; readonly body: readonly Stmt[] })
  /** for-of, for-in, for-await-of. */
  | (Span & { readonly kind: 'forEach'; readonly form: 'of' | 'in' | 'await'; readonly target: Pattern; readonly iterable: Expr; readonly body: readonly Stmt[] })
  | (Span & { readonly kind: 'try'; readonly block: readonly Stmt[]; readonly param: Pattern | null; readonly handler: readonly Stmt[] | null; readonly finalizer: readonly Stmt[] | null })
  | (Span & { readonly kind: 'switch'; readonly on: Expr; readonly cases: readonly { readonly test: Expr | null; readonly body: readonly Stmt[] }[] })
  | (Span & { readonly kind: 'block'; readonly label: string | null; readonly body: readonly Stmt[] })
  | (Span & { readonly kind: 'jump'; readonly jump: 'break' | 'continue'; readonly label: string | null })
  /** Hoisted: the value is available from the start of the enclosing body. */
  | (Span & { readonly kind: 'declareFunction'; readonly binding: BindingId; readonly id: FunctionId })
  | (Span & { readonly kind: 'declareClass'; readonly binding: BindingId; readonly id: ClassId })

export interface FunctionFact extends Span {
  readonly name: string | null
  readonly async: boolean
  readonly generator: boolean
  /** An arrow function has no `this` of its own. */
  readonly arrow: boolean
  /** `rest` only on the last. */
  readonly params: readonly Param[]
  readonly body: readonly Stmt[]
  /** `'use server'` / `'use client'` / `'use cache'` … at the top of the body. */
  readonly directives: readonly string[]
  /** The enclosing function, or null at module level. */
  readonly parent: FunctionId | null
  /** A named function expression's own name, which only its body sees. */
  readonly self: BindingId | null
  /** Variables of functions around it that it counts up or down, and that something is indexed by: `stack[++i]`. */
  readonly counts: readonly BindingId[]
}
export interface Param {
  readonly target: Pattern
  readonly rest: boolean
  /** Type annotation's text, if any: a hint only. */
  readonly type: string | null
  /** `constructor(@InjectModel('User') …)`. */
  readonly decorators: readonly Expr[]
}

export interface ClassFact extends Span {
  readonly name: string | null
  readonly binding: BindingId | null
  readonly extends: Expr | null
  readonly construct: FunctionId | null
  readonly members: readonly ClassMember[]
  readonly decorators: readonly Expr[]
  readonly parent: FunctionId | null
}
export interface ClassMember extends Span {
  readonly kind: 'method' | 'getter' | 'setter' | 'field' | 'block'
  readonly static: boolean
  readonly key: string | Expr
  /** Methods and accessors: a FunctionRef. Fields: the initialiser or null. `block`: a FunctionRef of the static block. */
  readonly value: Expr | null
  readonly decorators: readonly Expr[]
  /** Type annotation's text, if any. */
  readonly type: string | null
}

export interface Binding {
  readonly name: string
  readonly kind: 'import' | 'var' | 'let' | 'const' | 'function' | 'class' | 'param' | 'catch' | 'enum' | 'namespace'
  /** The function whose activation owns it; null: the module's. */
  readonly owner: FunctionId | null
  /** Offset of its declaration. */
  readonly at: number
}
