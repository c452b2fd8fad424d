/** Turbopack's runtime, as Next.js 15 and 16 have it: `module.exports = [id, factory, …]`, and what a factory is handed. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Call, Expr } from '../facts/ir.ts'
import { visitFunction } from './expressions.ts'
import { idOf, isName, parameter, returned, type Factory } from './factory.ts'
import { rewrite, type Exported, type Meaning, type Parameters, type Vocabulary } from './rewrite.ts'

/** The modules of one chunk. */
export function turbopackFactories(text: string, body: BodyFacts): readonly Factory[] {
  const factories: Factory[] = []
  for (const statement of body.body) {
    const value = statement.kind === 'expression' ? statement.value : null
    const list = value?.kind === 'assign' && value.operator === null ? value.value : null
    if (list?.kind !== 'array') continue
    let ids: string[] = []
    for (const { value: item } of list.items) {
      const id = idOf(item)
      if (id !== null) ids.push(id)
      else {
        const made = item.kind === 'function' ? rewrite(text, body, item.id, ids, vocabulary) : null
        if (made !== null) factories.push(made)
        ids = []
      }
    }
  }
  return factories
}

const vocabulary: Vocabulary = {
  parameters: (fact) => ({ runtime: parameter(fact, 0), module: parameter(fact, 1), exports: parameter(fact, 2) }),
  meaning,
  /** `e.v(load => Promise.all([chunks].map(…)).then(() => load(123)))` */
  loads(call, of, body) {
    const [loader] = call.args
    if (nameOf(call, of) !== 'v' || loader?.value.kind !== 'function') return null
    const fact = body.functions[loader.value.id]
    const load = fact === undefined ? null : parameter(fact, 0)
    let target: string | null = null
    const chunks: string[] = []
    visitFunction(body, loader.value.id, (expr) => {
      if (expr.kind === 'call' && isName(expr.callee, load)) target = idOf(expr.args[0]?.value) ?? target
      if (expr.kind === 'literal' && typeof expr.value === 'string' && expr.value.endsWith('.js')) chunks.push(expr.value)
    })
    return target === null ? null : { target, chunks }
  },
}

function nameOf({ callee }: Call, { runtime }: Parameters): string | null {
  return callee.kind === 'member' && typeof callee.property === 'string' && isName(callee.object, runtime) ? callee.property : null
}

function meaning(call: Call, of: Parameters, body: BodyFacts): Meaning | null {
  const [first, second] = call.args.map((arg) => arg.value)
  const id = idOf(first)
  switch (nameOf(call, of)) {
    case 'i': case 'r': return id === null ? null : { kind: 'load', id }
    case 'A': return id === null ? null : { kind: 'import', id, loader: true }
    case 'x': return id === null ? null : { kind: 'external', specifier: id, async: false }
    case 'y': return id === null ? null : { kind: 'external', specifier: id, async: true }
    case 's': return first === undefined ? null : { kind: 'exports', exported: exportsIn(first, idOf(second), body) }
    case 'S': return first === undefined ? null : { kind: 'exports', exported: passedIn(first, idOf(second)) }
    case 'j': case 'n': return first === undefined ? null : { kind: 'star', from: first }
    case 'v': return first === undefined ? null : { kind: 'value', value: first }
    case 'a': return first?.kind === 'function' ? { kind: 'async', body: first.id } : null
    default: return null
  }
}

/** `["name", () => local, "other", 0, value, …]`, or `{ name: () => local }` before Next.js 15.4. */
function exportsIn(list: Expr, of: string | null, body: BodyFacts): readonly Exported[] {
  const exported: Exported[] = []
  const add = (name: string, value: Expr | null | undefined): void => { if (value !== null && value !== undefined) exported.push({ name, value, of }) }
  if (list.kind === 'object') {
    for (const each of list.properties) if (each.kind === 'property' && typeof each.key === 'string' && each.value.kind === 'function') add(each.key, returned(body, each.value.id))
  }
  if (list.kind !== 'array') return exported
  const items = list.items.map((item) => item.value)
  for (let i = 0; i < items.length; i++) {
    const name = items[i]
    if (name?.kind !== 'literal' || typeof name.value !== 'string') continue
    const next = items[i + 1]
    if (next?.kind === 'function') { add(name.value, returned(body, next.id)); i += 1 } else { add(name.value, items[i + 2]); i += 2 }
  }
  return exported
}

/** `[123, 'default,f,name,n', 0, 456, 'other', 'o']`: from each module its names, as pairs. */
function passedIn(list: Expr, of: string | null): readonly Exported[] {
  if (list.kind !== 'array') return []
  const groups: Expr[][] = [[]]
  for (const { value } of list.items) {
    if (value.kind === 'literal' && value.value === 0) groups.push([])
    else groups.at(-1)?.push(value)
  }
  return groups.flatMap(([from, ...names]) => {
    const [only] = names
    const joined = names.length === 1 && only?.kind === 'literal' && typeof only.value === 'string' ? only.value.split(',') : names.map((name) => idOf(name) ?? '')
    return from === undefined ? [] : pairs(joined).map(([name, imported]): Exported => ({ name, of, value: { kind: 'passed', from, name: imported } }))
  })
}

function pairs(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((name, at) => { const next = names[at + 1]; return at % 2 === 0 && next !== undefined ? [[name, next] as const] : [] })
}
