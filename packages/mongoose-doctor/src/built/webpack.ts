/** webpack's runtime, as Next.js 13 to 16 build with it: `exports.modules = { id: factory }`, and what a factory is handed. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Call, Expr, ObjectLiteral } from '../facts/ir.ts'
import { visitStatements } from './expressions.ts'
import { idOf, isName, parameter, returned, type Factory } from './factory.ts'
import { rewrite, type Exported, type Meaning, type Parameters, type Vocabulary } from './rewrite.ts'

export interface WebpackFile {
  readonly factories: readonly Factory[]
  /** The modules that running the file evaluates, in that order. */
  readonly starts: readonly string[]
}

/** An entry, or a chunk. */
export function webpackFile(text: string, body: BodyFacts): WebpackFile {
  const factories: Factory[] = []
  const starts: string[] = []
  const seen = new Set<number>()
  visitStatements(body, body.body, { within: null, sure: true }, (expr) => {
    if (expr.kind === 'assign' && expr.target.kind === 'bindMember' && expr.target.target.property === 'modules' && expr.value.kind === 'object') {
      for (const { id, fn } of modulesIn(expr.value)) {
        seen.add(fn)
        const made = rewrite(text, body, fn, [id], vocabulary)
        if (made !== null) factories.push(made)
      }
    }
    // `require(require.s = 123)`
    if (expr.kind === 'assign' && expr.target.kind === 'bindMember' && expr.target.target.property === 's') {
      const id = idOf(expr.value)
      if (id !== null) starts.push(id)
    }
    // `var run = id => require(require.s = id); require.X(0, [chunks], () => run(123))`
    if (expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'X') {
      const last = expr.args.at(-1)?.value
      const run = last?.kind === 'function' ? returned(body, last.id) : null
      starts.push(...idsCalled(run))
    }
  })
  return { factories, starts }
}

/** `(run(1), run(2))` */
function idsCalled(expr: Expr | null): readonly string[] {
  if (expr?.kind === 'sequence') return expr.items.flatMap(idsCalled)
  const id = expr?.kind === 'call' ? idOf(expr.args[0]?.value) : null
  return id === null ? [] : [id]
}

function modulesIn(object: ObjectLiteral): readonly { readonly id: string; readonly fn: number }[] {
  return object.properties.flatMap((each) => {
    if (each.kind !== 'property' || each.value.kind !== 'function') return []
    const id = typeof each.key === 'string' ? each.key : idOf(each.key)
    return id === null ? [] : [{ id, fn: each.value.id }]
  })
}

const vocabulary: Vocabulary = {
  parameters: (fact) => ({ module: parameter(fact, 0), exports: parameter(fact, 1), runtime: parameter(fact, 2) }),
  meaning,
  loads: () => null,
}

function meaning(call: Call, of: Parameters, body: BodyFacts): Meaning | null {
  const { callee } = call
  const [first, second] = call.args.map((arg) => arg.value)
  if (isName(callee, of.runtime)) {
    const id = idOf(first)
    return id === null ? null : { kind: 'load', id }
  }
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return null
  if (callee.property === 'then') {
    const id = boundIn(first, of)
    return id === null ? null : { kind: 'import', id, loader: false }
  }
  if (!isName(callee.object, of.runtime)) return null
  switch (callee.property) {
    case 'd': {
      if (!isName(first, of.exports) || second?.kind !== 'object') return null
      return { kind: 'exports', exported: gettersIn(second, body) }
    }
    case 'r': return { kind: 'nothing' }
    case 'n': return first === undefined ? null : { kind: 'interop', of: first }
    case 'a': return second?.kind === 'function' ? { kind: 'async', body: second.id } : null
    default: return null
  }
}

/** `require.bind(require, 123)`, `require.t.bind(require, 123, 23)` */
function boundIn(expr: Expr | undefined, of: Parameters): string | null {
  if (expr?.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.property !== 'bind') return null
  const { object } = expr.callee
  const load = object.kind === 'member' && object.property === 't' ? object.object : object
  return isName(load, of.runtime) ? idOf(expr.args[1]?.value) : null
}

function gettersIn(object: ObjectLiteral, body: BodyFacts): readonly Exported[] {
  return object.properties.flatMap((each) => {
    const value = each.kind === 'property' && each.value.kind === 'function' ? returned(body, each.value.id) : null
    return each.kind === 'property' && typeof each.key === 'string' && value !== null ? [{ name: each.key, value, of: null }] : []
  })
}
