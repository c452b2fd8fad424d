/** What is the value of this configuration's export, as far as its text says? Nothing is executed. */
import type {
  Argument, ArrowFunctionExpression, Expression, Function as FunctionNode, ParamPattern, Program, PropertyKey, Statement,
} from 'oxc-parser'
import { pathOfCall, pathOfName } from './static-path.ts'

export type Static =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null; readonly at: number }
  /** `whole` is false when something was spread in that could not be read. */
  | { readonly kind: 'array'; readonly items: readonly Static[]; readonly whole: boolean; readonly at: number }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Static>; readonly at: number }
  | { readonly kind: 'function'; readonly call: (args: readonly Static[]) => Static; readonly at: number }
  | { readonly kind: 'unknown'; readonly at: number }

type Thunk = () => Static
/** Every assignment of a variable, in order; a reference inside the n-th sees the one before. */
interface Variable {
  readonly versions: Thunk[]
  readonly fields: { readonly path: readonly string[]; readonly value: Thunk }[]
  visible: number | null
}
interface Scope {
  readonly variables: Map<string, Variable>
  readonly outer: Scope | null
}

/** Spreads of spreads grow exponentially, and this text is not ours: give up after so many steps. */
const BUDGET = 20_000
const EXPORTS = 'module.exports'

const unknown = (at: number): Static => ({ kind: 'unknown', at })

/** The exported value: `export default`, `module.exports =`, `export =`; a function is called with unknown arguments. */
export function exportedValue(program: Program): Static {
  let steps = 0
  const spent = (cost = 1): boolean => (steps += cost) > BUDGET

  function evaluate(node: Expression | FunctionNode, scope: Scope): Static {
    const at = node.start
    if (spent()) return unknown(at)
    switch (node.type) {
      case 'Literal': {
        const { value } = node
        return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? { kind: 'constant', value, at }
          : unknown(at)
      }
      case 'TemplateLiteral': {
        const [only] = node.quasis
        if (node.expressions.length > 0 || only === undefined) return unknown(at)
        return { kind: 'constant', value: only.value.cooked ?? only.value.raw, at }
      }
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        return evaluate(node.expression, scope)
      case 'AwaitExpression':
        return evaluate(node.argument, scope)
      case 'SequenceExpression': {
        const last = node.expressions.at(-1)
        return last === undefined ? unknown(at) : evaluate(last, scope)
      }
      case 'AssignmentExpression':
        return evaluate(node.right, scope)
      case 'Identifier':
        return lookUp(node.name, scope, at)
      case 'ArrayExpression': {
        const items: Static[] = []
        let whole = true
        for (const element of node.elements) {
          if (element === null) continue
          if (element.type !== 'SpreadElement') items.push(evaluate(element, scope))
          else {
            const inner = evaluate(element.argument, scope)
            if (inner.kind !== 'array' || spent(inner.items.length)) whole = false
            else {
              items.push(...inner.items)
              whole &&= inner.whole
            }
          }
        }
        return { kind: 'array', items, whole, at }
      }
      case 'ObjectExpression': {
        const fields = new Map<string, Static>()
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') {
            const { argument } = property
            for (const [key, value] of spreadFields(argument, scope)) if (!spent()) fields.set(key, value)
            continue
          }
          const key = keyOf(property.key, property.computed, scope)
          if (key === null) continue
          const place = property.start
          fields.set(key, property.kind === 'init' ? withPlace(evaluate(property.value, scope), place) : unknown(place))
        }
        return { kind: 'object', fields, at }
      }
      case 'ConditionalExpression':
        return either(evaluate(node.consequent, scope), evaluate(node.alternate, scope))
      case 'LogicalExpression':
        return either(evaluate(node.left, scope), evaluate(node.right, scope))
      case 'MemberExpression': {
        if (node.property.type === 'PrivateIdentifier') return unknown(at)
        const key = keyOf(node.property, node.computed, scope)
        if (node.object.type === 'MetaProperty') return pathOfName(`import.meta.${key ?? ''}`, at) ?? unknown(at)
        if (key === 'exports' && node.object.type === 'Identifier' && node.object.name === 'module') return lookUp(EXPORTS, scope, at)
        const object = evaluate(node.object, scope)
        return (object.kind === 'object' && key !== null && object.fields.get(key)) || unknown(at)
      }
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return { kind: 'function', call: (args) => callFunction(node, args, scope), at }
      case 'CallExpression':
        return callExpression(node.callee, node.arguments, scope, at)
      case 'NewExpression':
        return node.callee.type === 'Identifier' ? pathOfCall(node.callee.name, evaluated(node.arguments, scope), at) ?? unknown(at) : unknown(at)
      default:
        return unknown(at)
    }
  }

  /** `...(isProd && { a: 1 })`, `...(x ? { a: 1 } : {})`: the field may be there, so its value is not known. */
  function spreadFields(argument: Expression, scope: Scope): Iterable<[string, Static]> {
    let inner = argument
    while (inner.type === 'ParenthesizedExpression') inner = inner.expression
    const value = evaluate(inner, scope)
    if (value.kind !== 'object') return []
    if (inner.type !== 'LogicalExpression') return value.fields
    return [...value.fields].map(([key, field]): [string, Static] => [key, unknown(field.at)])
  }

  function keyOf(key: PropertyKey, computed: boolean, scope: Scope): string | null {
    if (key.type === 'PrivateIdentifier') return null
    if (key.type === 'Identifier' && !computed) return key.name
    const value = evaluate(key, scope)
    return value.kind === 'constant' ? String(value.value) : null
  }

  function lookUp(name: string, scope: Scope, at: number): Static {
    for (let here: Scope | null = scope; here !== null; here = here.outer) {
      const variable = here.variables.get(name)
      if (variable === undefined) continue
      const before = variable.visible
      const version = (before ?? variable.versions.length) - 1
      const thunk = variable.versions[version]
      if (thunk === undefined) return unknown(at)
      variable.visible = version
      try {
        let value = thunk()
        for (const field of variable.fields) value = assign(value, field.path, field.value)
        return value
      } finally {
        variable.visible = before
      }
    }
    return pathOfName(name, at) ?? unknown(at)
  }

  const evaluated = (args: readonly Argument[], scope: Scope): readonly Static[] =>
    args.map((arg) => (arg.type === 'SpreadElement' ? unknown(arg.start) : evaluate(arg, scope)))

  function assign(target: Static, path: readonly string[], value: Thunk): Static {
    const [key, ...rest] = path
    if (key === undefined) return value()
    if (target.kind !== 'object' && target.kind !== 'unknown') return target
    const fields = new Map(target.kind === 'object' ? target.fields : [])
    fields.set(key, assign(fields.get(key) ?? unknown(target.at), rest, value))
    return { kind: 'object', fields, at: target.at }
  }

  /** A wrapper gives back the configuration that it was given, as far as we are concerned: `withX(config, options)`. */
  function callExpression(callee: Expression, args: readonly Argument[], scope: Scope, at: number): Static {
    const values = evaluated(args, scope)
    if (callee.type === 'MemberExpression' && !callee.computed && callee.object.type === 'Identifier' && callee.object.name === 'Object') {
      if (callee.property.name !== 'assign') return values[0] ?? unknown(at)
      const fields = new Map(values.flatMap((value) => (value.kind === 'object' ? [...value.fields] : [])))
      return { kind: 'object', fields, at }
    }
    const local = callee.type === 'Identifier' || callee.type === 'ArrowFunctionExpression' ? evaluate(callee, scope) : unknown(at)
    const result = local.kind === 'function' ? local.call(values) : unknown(at)
    if (result.kind !== 'unknown') return result
    const path = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''
    const found = pathOfCall(path, values, at)
    if (found !== null) return found
    return values.find((value) => value.kind === 'object') ?? values.find((value) => value.kind === 'function') ?? unknown(at)
  }

  function callFunction(node: FunctionNode | ArrowFunctionExpression, args: readonly Static[], outer: Scope): Static {
    if (spent() || node.body === null) return unknown(node.start)
    const scope: Scope = { variables: new Map(), outer }
    node.params.forEach((param, index) => bindParameter(param, args[index] ?? unknown(param.start), scope))
    if (node.body.type !== 'BlockStatement') return evaluate(node.body, scope)
    const returned: Expression[] = []
    collect(node.body.body, scope, false, returned)
    const values = returned.map((expression) => evaluate(expression, scope))
    return values.length === 0 ? unknown(node.start) : values.reduce(either)
  }

  function bindParameter(param: ParamPattern, value: Static, scope: Scope): void {
    if (param.type === 'Identifier') declare(scope, param.name).versions.push(() => value)
  }

  /** Declarations and assignments of a block and the blocks inside it, and what it returns. */
  function collect(statements: readonly Statement[], scope: Scope, conditional: boolean, returned: Expression[]): void {
    for (const statement of statements) {
      switch (statement.type) {
        case 'VariableDeclaration':
          for (const { id, init } of statement.declarations) {
            if (id.type === 'Identifier' && init !== null) declare(scope, id.name).versions.push(() => evaluate(init, scope))
          }
          break
        case 'FunctionDeclaration':
          if (statement.id !== null) declare(scope, statement.id.name).versions.push(() => evaluate(statement, scope))
          break
        case 'ExportNamedDeclaration':
          if (statement.declaration?.type === 'VariableDeclaration') collect([statement.declaration], scope, conditional, returned)
          for (const { local, exported } of statement.specifiers) {
            const name = exported.type === 'Literal' ? exported.value : exported.name
            if (name !== 'default' || local.type !== 'Identifier') continue
            declare(scope, EXPORTS).versions.push(() => lookUp(local.name, scope, local.start))
          }
          break
        case 'ExportDefaultDeclaration': {
          const { declaration } = statement
          if (declaration.type === 'ClassDeclaration' || declaration.type === 'TSInterfaceDeclaration') break
          declare(scope, EXPORTS).versions.push(() => evaluate(declaration, scope))
          break
        }
        case 'TSExportAssignment':
          declare(scope, EXPORTS).versions.push(() => evaluate(statement.expression, scope))
          break
        case 'ExpressionStatement':
          if (statement.expression.type === 'AssignmentExpression') collectAssignment(statement.expression, scope, conditional)
          break
        case 'ReturnStatement':
          if (statement.argument !== null) returned.push(statement.argument)
          break
        case 'BlockStatement':
          collect(statement.body, scope, conditional, returned)
          break
        case 'IfStatement':
          collect([statement.consequent, ...(statement.alternate === null ? [] : [statement.alternate])], scope, true, returned)
          break
        case 'TryStatement':
          collect([statement.block, ...(statement.handler === null ? [] : [statement.handler.body])], scope, true, returned)
          break
        case 'SwitchStatement':
          for (const branch of statement.cases) collect(branch.consequent, scope, true, returned)
          break
      }
    }
  }

  function collectAssignment(node: Extract<Expression, { type: 'AssignmentExpression' }>, scope: Scope, conditional: boolean): void {
    const path: string[] = []
    let left: typeof node.left | Expression = node.left
    while (left.type === 'MemberExpression') {
      if (left.property.type === 'PrivateIdentifier') return
      const key = keyOf(left.property, left.computed, scope)
      if (key === null) return
      path.unshift(key)
      left = left.object
    }
    if (left.type !== 'Identifier') return
    let name = left.name
    if (name === 'module' && path[0] === 'exports') {
      name = EXPORTS
      path.shift()
    } else if (name === 'exports' && path[0] === 'default') {
      name = EXPORTS
      path.shift()
    }
    // `module.exports.default = x` says the same.
    if (name === EXPORTS && path[0] === 'default') path.shift()
    const value: Thunk = () => (node.operator === '=' ? evaluate(node.right, scope) : unknown(node.start))
    const variable = find(scope, name) ?? declare(scope, name)
    if (path.length === 0) variable.versions.push(value)
    else variable.fields.push({ path, value: conditional ? () => unknown(node.start) : value })
    if (variable.versions.length === 0) variable.versions.push(() => ({ kind: 'object', fields: new Map(), at: node.start }))
  }

  const top: Scope = { variables: new Map(), outer: null }
  const body: Statement[] = []
  for (const item of program.body) if (!('directive' in item)) body.push(item)
  collect(body, top, false, [])
  let value = lookUp(EXPORTS, top, 0)
  for (let calls = 0; value.kind === 'function' && calls < 5; calls++) value = value.call([])
  return value
}

function declare(scope: Scope, name: string): Variable {
  let variable = scope.variables.get(name)
  if (variable === undefined) scope.variables.set(name, (variable = { versions: [], fields: [], visible: null }))
  return variable
}

function find(scope: Scope, name: string): Variable | null {
  for (let here: Scope | null = scope; here !== null; here = here.outer) {
    const variable = here.variables.get(name)
    if (variable !== undefined) return variable
  }
  return null
}

/** A problem is shown at the property, not at the variable that holds its value. */
const withPlace = (value: Static, at: number): Static => (value.kind === 'unknown' || value.kind === 'array' ? { ...value, at } : value)

/** One or the other: fields on which both agree are known; the other ones may be anything. */
function either(left: Static, right: Static): Static {
  if (left.kind === 'object' && right.kind === 'object') {
    const fields = new Map<string, Static>()
    for (const key of new Set([...left.fields.keys(), ...right.fields.keys()])) {
      const a = left.fields.get(key)
      const b = right.fields.get(key)
      const known = a !== undefined && b !== undefined ? either(a, b) : unknown((a ?? b)?.at ?? left.at)
      fields.set(key, known)
    }
    return { kind: 'object', fields, at: left.at }
  }
  if (left.kind === 'object' || left.kind === 'function') return left
  if (right.kind === 'object' || right.kind === 'function') return right
  return same(left, right) ? left : unknown(left.at)
}

function same(left: Static, right: Static): boolean {
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value
  if (left.kind !== 'array' || right.kind !== 'array') return false
  return left.whole && right.whole && left.items.length === right.items.length
    && left.items.every((item, index) => {
      const other = right.items[index]
      return other !== undefined && same(item, other)
    })
}
