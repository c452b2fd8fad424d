/** A module of a bundle, as an ES module. What differs between bundlers are the names of what their runtime offers. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Call, Expr, FunctionFact, FunctionId, Stmt } from '../facts/ir.ts'
import { Edits } from './edits.ts'
import { visitExpression, visitFunction, type Standing } from './expressions.ts'
import { exportName, externalName, fileOf, holdsMongoose, idOf, isMongooseName, isName, isWithin, parameter, type Factory, type Rewritten } from './factory.ts'

/** What a bundler hands to each module. */
export interface Parameters {
  readonly runtime: number | null
  readonly module: number | null
  readonly exports: number | null
}

export interface Exported {
  readonly name: string
  readonly value: Expr | Passed
  /** Of modules that were merged into one: the module that exports it. */
  readonly of: string | null
}

/** What another module exports under a name; '*' for all of it. */
export interface Passed {
  readonly kind: 'passed'
  readonly from: Expr
  readonly name: string
}

/** What a call of the runtime means. */
export type Meaning =
  /** Evaluates another module, and gives its exports. */
  | { readonly kind: 'load'; readonly id: string }
  /** A promise of that. */
  | { readonly kind: 'import'; readonly id: string; readonly loader: boolean }
  | { readonly kind: 'external'; readonly specifier: string; readonly async: boolean }
  | { readonly kind: 'exports'; readonly exported: readonly Exported[] }
  /** `export * from` what the expression gives. */
  | { readonly kind: 'star'; readonly from: Expr }
  /** `module.exports = value`. */
  | { readonly kind: 'value'; readonly value: Expr }
  /** The default export of a module of either kind. */
  | { readonly kind: 'interop'; readonly of: Expr }
  /** The module's body, which awaits what it imports. */
  | { readonly kind: 'async'; readonly body: FunctionId }
  | { readonly kind: 'nothing' }

export interface Vocabulary {
  readonly parameters: (fact: FunctionFact) => Parameters
  /** null: nothing that is known. */
  readonly meaning: (call: Call, of: Parameters, body: BodyFacts) => Meaning | null
  /** Extra modules that a call names, and the chunks that it loads. */
  readonly loads: (call: Call, of: Parameters, body: BodyFacts) => { readonly target: string; readonly chunks: readonly string[] } | null
}

interface Found {
  readonly at: { readonly start: number; readonly end: number }
  readonly id: string
  readonly within: FunctionId | null
}

export function rewrite(text: string, body: BodyFacts, id: FunctionId, ids: readonly string[], vocabulary: Vocabulary): Factory | null {
  const fact = body.functions[id]
  const [first] = ids
  if (fact === undefined || first === undefined) return null
  const of = vocabulary.parameters(fact)
  const edits = new Edits(text)
  const found: Found[] = []
  const exported: Exported[] = []
  const stars: string[] = []
  const values: string[] = []
  const hoisted = new Set<string>()
  const lists: Expr[] = []
  const initial = initialValues(fact)
  /** The module that an expression gives all of: `load(123)`, or a name that was given that. */
  const loaded = (expr: Expr): string | null => {
    const value = expr.kind === 'name' && expr.binding !== null ? (initial.get(expr.binding) ?? expr) : expr
    const meaning = value.kind === 'call' ? vocabulary.meaning(value, of, body) : null
    return meaning?.kind === 'load' ? meaning.id : idOf(expr)
  }
  const state = { commonjs: false, loader: null as { target: string; chunks: readonly string[] } | null, inner: null as FunctionId | null, mongoose: false }

  /** Whether code of this function is the module's own. */
  const isTop = (within: FunctionId | null): boolean => within === id || (within !== null && within === state.inner)
  const load = (target: string, expr: Expr, { within, sure }: Standing): string => {
    found.push({ at: expr, id: target, within })
    if (!isTop(within) || !sure) return `require("./${fileOf(target)}")`
    hoisted.add(target)
    return importedAs(target)
  }

  visitFunction(body, id, (expr, standing) => {
    if (expr.kind === 'array') lists.push(expr)
    if (expr.kind === 'name' && expr.binding !== null && (expr.binding === of.module || expr.binding === of.exports)) state.commonjs = true
    // `deps.then ? (await deps)() : deps`
    if (expr.kind === 'conditional' && state.inner !== null && expr.test.kind === 'member' && expr.test.property === 'then' && expr.then.kind === 'call' && expr.then.callee.kind === 'await') {
      const { else: plain } = expr
      edits.replace(expr.start, expr.end, () => edits.slice(plain.start, plain.end))
    }
    if (expr.kind !== 'call') return
    if (isRequire(expr)) {
      const name = idOf(expr.args[0]?.value) ?? ''
      state.mongoose ||= isMongooseName(name)
      edits.replace(expr.start, expr.end, `require(${JSON.stringify(externalName(name))})`)
      return
    }
    const inner = state.inner === null ? undefined : body.functions[state.inner]
    const [deps] = expr.args
    // `wait([dependency])` of a module that awaits what it imports.
    if (inner !== undefined && isName(expr.callee, parameter(inner, 0)) && deps?.value.kind === 'array') {
      const { value } = deps
      edits.replace(expr.start, expr.end, () => edits.slice(value.start, value.end))
      return
    }
    state.loader ??= vocabulary.loads(expr, of, body)
    const meaning = vocabulary.meaning(expr, of, body)
    if (meaning === null) return
    const { start, end } = expr
    switch (meaning.kind) {
      case 'load': edits.replace(start, end, load(meaning.id, expr, standing)); break
      case 'import': {
        found.push({ at: expr, id: meaning.id, within: standing.within })
        edits.replace(start, end, meaning.loader ? `(require("./${fileOf(meaning.id)}"))()` : `import("./${fileOf(meaning.id)}")`)
        break
      }
      case 'external': {
        const name = externalName(meaning.specifier)
        state.mongoose ||= name === 'mongoose'
        edits.replace(start, end, meaning.async ? `import(${JSON.stringify(name)})` : `require(${JSON.stringify(name)})`)
        break
      }
      case 'exports': {
        exported.push(...meaning.exported)
        for (const { value } of meaning.exported) if (value.kind === 'passed' && idOf(value.from) !== null) load(idOf(value.from) ?? '', value.from, standing)
        edits.replace(start, end, 'void 0')
        break
      }
      case 'star': {
        const from = loaded(meaning.from)
        if (from !== null) stars.push(from)
        edits.replace(start, end, () => `void ${edits.slice(meaning.from.start, meaning.from.end)}`)
        break
      }
      case 'value': {
        const { value } = meaning
        edits.replace(start, end, () => `(module.exports = ${edits.slice(value.start, value.end)})`)
        values.push(first)
        break
      }
      case 'interop': {
        const { of: module } = meaning
        edits.replace(start, end, () => { const name = edits.slice(module.start, module.end); return `(() => ${name}.__esModule ? ${name}.default : ${name})` })
        break
      }
      case 'async': state.inner = meaning.body; break
      case 'nothing': edits.replace(start, end, 'void 0'); break
    }
  })

  const refs = [...new Set([...found.map((each) => each.id), ...(state.loader === null ? [] : [state.loader.target])])]
  const parts = partsIn(body, lists, found, initial, id)
  const own = text.slice(fact.start, fact.end)
  const base = { ids, refs, parts, chunks: state.loader?.chunks ?? [], isMongoose: state.mongoose, bundlesMongoose: holdsMongoose(own) }
  if (state.loader !== null) return { ...base, files: ids.map((each) => ({ file: fileOf(each), text: `module.exports = () => import("./${fileOf(state.loader?.target ?? '')}")\n` })) }

  const code = contentOf(text, edits, body, fact, state.inner)
  const imports = [...hoisted].map((each) => `import * as ${importedAs(each)} from "./${fileOf(each)}"\n`).join('')
  const isModule = exported.length > 0 || stars.length > 0 || (!state.commonjs && values.length === 0)
  return { ...base, files: isModule ? moduleFiles(ids, first, imports, code) : commonFiles(ids, first, imports, code) }

  /** `() => other.name`: then it is that export, also in a circle of modules. */
  function passedBy(value: Expr | Passed): { readonly id: string; readonly name: string } | null {
    const [from, name] = value.kind === 'passed' ? [value.from, value.name] : value.kind === 'member' && typeof value.property === 'string' ? [value.object, value.property] : []
    const target = from === undefined ? null : loaded(from)
    return target === null || name === undefined ? null : { id: target, name }
  }

  /** CommonJS: the parameters are Node's own. */
  function commonFiles(all: readonly string[], one: string, head: string, main: string): readonly Rewritten[] {
    const alias = [[of.module, 'module'], [of.exports, 'exports']].flatMap(([binding, name]) => {
      const known = typeof binding === 'number' ? body.bindings[binding]?.name : undefined
      return known === undefined || known === name ? [] : [`var ${known} = ${name};\n`]
    })
    // What ES modules import of it by default is all of it, unless it says that it was one.
    const whole = main.includes('__esModule') ? '' : '\nmodule.exports.default = module.exports;\n'
    return [
      { file: fileOf(one), text: `${head}${alias.join('')}${main}${whole}` },
      ...all.slice(1).map((each) => ({ file: fileOf(each), text: `module.exports = require("./${fileOf(one)}")\n` })),
    ]
  }

  function moduleFiles(all: readonly string[], one: string, head: string, main: string): readonly Rewritten[] {
    const made: string[] = []
    const lines = new Map<string, string[]>(all.map((each) => [each, []]))
    const single = all.length === 1
    for (const [index, { name, value, of: owner }] of exported.entries()) {
      const list = lines.get(owner !== null && lines.has(owner) ? owner : one)
      const passed = passedBy(value)
      if (passed !== null) {
        list?.push(`export { ${exportName(passed.name)} as ${exportName(name)} } from "./${fileOf(passed.id)}"\n`)
        continue
      }
      if (value.kind === 'passed') continue
      const isLocal = value.kind === 'name' && value.binding !== null && isTop(body.bindings[value.binding]?.owner ?? null)
      const local = isLocal ? value.name : `$$${index}`
      if (!isLocal) made.push(`const ${local} = ${edits.slice(value.start, value.end)};\n`)
      if (single) list?.push(`export { ${local} as ${exportName(name)} }\n`)
      else {
        made.push(`export { ${local} as $_${index} }\n`)
        list?.push(`export { $_${index} as ${exportName(name)} } from "./f${fileOf(one)}"\n`)
      }
    }
    const starred = stars.map((each) => `export * from "./${fileOf(each)}"\n`).join('')
    const flag = 'export const __esModule = true\n'
    const whole = `${head}${main}\n${made.join('')}`
    if (single) return [{ file: fileOf(one), text: `${whole}${(lines.get(one) ?? []).join('')}${starred}${flag}` }]
    return [
      { file: `f${fileOf(one)}`, text: whole },
      ...all.map((each) => ({ file: fileOf(each), text: `import "./f${fileOf(one)}"\n${(lines.get(each) ?? []).join('')}${each === one ? starred : ''}${flag}` })),
    ]
  }
}

const importedAs = (id: string): string => `$${fileOf(id).replace('.mjs', '')}`

function isRequire({ callee, args }: Call): boolean {
  return callee.kind === 'name' && callee.binding === null && callee.name === 'require' && args[0]?.value.kind === 'literal' && typeof args[0].value.value === 'string'
}

/** What the names of a function's own statements are given at first. */
function initialValues(fact: FunctionFact): ReadonlyMap<number, Expr> {
  const initial = new Map<number, Expr>()
  for (const statement of fact.body) if (statement.kind === 'declare' && statement.target.kind === 'bind' && statement.init !== null) initial.set(statement.target.binding, statement.init)
  return initial
}

/** What stands between the braces of the function, or of the one that is the body of a module that awaits. */
function contentOf(text: string, edits: Edits, body: BodyFacts, fact: FunctionFact, inner: FunctionId | null): string {
  const held = inner === null ? undefined : body.functions[inner]
  const attempt = held?.body.find((each) => each.kind === 'try')
  if (held !== undefined && attempt !== undefined) {
    const before = fact.body.filter((each) => each.end <= held.start)
    const [first] = before
    const last = before.at(-1)
    const outer = first === undefined || last === undefined ? '' : `${edits.slice(declared(text, first), last.end)};\n`
    const open = text.indexOf('{', attempt.start)
    const close = text.slice(attempt.start, held.end).search(/\}\s*catch\s*\([\w$]*\)\s*\{[^{}]*\}\s*\}\s*$/)
    return close === -1 ? '' : outer + edits.slice(open + 1, attempt.start + close)
  }
  const head = /^(?:async\s*)?(?:function\b\s*[\w$]*\s*)?(?:\([\w$,\s]*\)|[\w$]+)\s*(?:=>\s*)?/.exec(text.slice(fact.start, fact.end))
  const start = fact.start + (head?.[0].length ?? 0)
  return text[start] === '{' ? edits.slice(start + 1, fact.end - 1) : edits.slice(start, fact.end)
}

/** A declarator does not hold the word before it. */
function declared(text: string, statement: Stmt): number {
  if (statement.kind !== 'declare') return statement.start
  const at = text.lastIndexOf(statement.declares, statement.start)
  return at === -1 ? statement.start : at
}

/**
 * Modules that are left to functions in a list of two, `[() => load(123), "app/layout.tsx"]`, the parts of a page, or to `userland: () => load(123)`,
 * a handler's own code: Next.js calls these before it answers.
 */
function partsIn(body: BodyFacts, lists: readonly Expr[], found: readonly Found[], initial: ReadonlyMap<number, Expr>, id: FunctionId): readonly string[] {
  const parts: string[] = []
  const add = (fn: FunctionId): void => { for (const each of found) if (isWithin(body, each.within, fn)) parts.push(each.id) }
  for (const list of lists) {
    if (list.kind !== 'array' || list.items.length !== 2) continue
    const [getter, name] = list.items
    if (getter === undefined || name?.value.kind !== 'literal' || typeof name.value.value !== 'string') continue
    const value = getter.value.kind === 'name' && getter.value.binding !== null ? (initial.get(getter.value.binding) ?? getter.value) : getter.value
    visitExpression(body, value, { within: null, sure: true }, (expr) => { if (expr.kind === 'function') add(expr.id) })
  }
  visitFunction(body, id, (expr) => {
    if (expr.kind !== 'object') return
    for (const property of expr.properties) if (property.kind === 'property' && property.key === 'userland' && property.value.kind === 'function') add(property.value.id)
  })
  return [...new Set(parts)]
}
