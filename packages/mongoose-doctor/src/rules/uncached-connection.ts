/** `createConnection()` in code that answers a request, kept by nobody: one more pool of connections each time. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Expr, FunctionFact, Stmt } from '../facts/ir.ts'
import { visitStatements } from '../facts/visit.ts'
import type { Site } from '../kernel/place.ts'
import type { Finding } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import { entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'
import { requestsOf } from './requests.ts'
import { functionAt } from './troubles.ts'

export function uncachedConnections(context: RuleContext): readonly Finding[] {
  const found = new Map<string, { readonly app: AppState; readonly site: Site; readonly states: EntryState[] }>()
  for (const app of context.program.apps) {
    for (const state of app.entries) {
      for (const { kind, conditional, site } of requestsOf(state).flat()) {
        if (kind !== 'make' || conditional || isInstalled(site.file)) continue
        const key = `${app.app.root}|${site.file}@${site.start}`
        const known = found.get(key)
        if (known !== undefined) known.states.push(state)
        else if (isDropped(context, site)) found.set(key, { app, site, states: [state] })
      }
    }
  }
  return [...found.values()].map(({ app, site, states }) => {
    const state = firstOf(states)
    return findingAt(context, {
      rule: 'uncached-connection', severity: 'warning', confidence: 'proved', model: '', site, entries: states.map((s) => s.entry.file),
      message: `Each request to ${entriesPhrase(new Set(states).size)} opens a connection of its own, which nobody closes or uses again: they add up until the server refuses more.`,
      because: [reason(context, site, 'createConnection() makes a new connection, with a pool of its own, each time it is called. connect() gives the one that is there.')],
      path: state === undefined ? [] : pathTo(context, app, state, 'load', site),
      help: 'Make the connection once, outside of the function, and use it for all requests.', fixable: false,
    })
  })
}

/** Whether the connection is a variable of one function that doesn't give it away, keep it or close it. */
function isDropped(context: RuleContext, site: Site): boolean {
  const body = context.graph.body(site.file)
  const fact = functionAt(context, site)
  if (body === null || fact === null || givesKept(context, fact, site)) return false
  const binding = boundIn(fact.body, site)
  return binding !== null && usesOf(body, fact, binding).every((use) => use === 'model' || use === 'db' || use === 'collection' || use === 'asPromise' || use === 'on' || use === 'once')
}

/** `if (known) return known`, `if (tenants.has(name)) return tenants.get(name)`: what was made before is given again. */
function givesKept({ graph }: RuleContext, { body }: FunctionFact, { file, start }: Site): boolean {
  const text = graph.text(file)
  return body.some((one) => {
    if (one.kind !== 'if' || one.end > start || one.test.kind === 'unary') return false
    const [asked] = words(text.slice(one.test.start, one.test.end))
    const returned = one.then.flatMap((each) => (each.kind === 'block' ? each.body : [each])).find((each) => each.kind === 'return')
    if (returned?.kind !== 'return' || returned.value === null) return false
    return asked !== undefined && words(text.slice(returned.value.start, returned.value.end)).includes(asked)
  })
}

const words = (code: string): readonly string[] => code.split(/[^\w$]+/).filter((word) => word !== '' && word !== 'await')

/** The constant of `const connection = await mongoose.createConnection(uri).asPromise()`. */
function boundIn(statements: readonly Stmt[], site: Site): number | null {
  for (const one of statements) {
    if (one.kind === 'declare' && one.init !== null && one.declares === 'const' && one.target.kind === 'bind' && makes(one.init, site)) return one.target.binding
    const found = one.kind === 'try' ? boundIn(one.block, site) : one.kind === 'block' ? boundIn(one.body, site) : null
    if (found !== null) return found
  }
  return null
}

function makes(value: Expr, site: Site): boolean {
  if (value.kind === 'await') return makes(value.value, site)
  if (value.kind !== 'call') return false
  // Without an address nothing is opened yet.
  if (value.end === site.end && value.start <= site.start) return value.args.length > 0
  return value.callee.kind === 'member' && value.callee.property === 'asPromise' && makes(value.callee.object, site)
}

/** What is read off the variable; null where it is used as a whole. */
function usesOf(body: BodyFacts, fact: FunctionFact, binding: number): readonly (string | null)[] {
  const uses: (string | null)[] = []
  const asObject = new Set<Expr>()
  const look = (expr: Expr): void => {
    if (expr.kind === 'function') { const inner = body.functions[expr.id]; if (inner !== undefined) visitStatements(inner.body, look) }
    if (expr.kind === 'member' && expr.object.kind === 'name' && expr.object.binding === binding) {
      asObject.add(expr.object)
      uses.push(typeof expr.property === 'string' ? expr.property : null)
    }
    if (expr.kind === 'name' && expr.binding === binding && !asObject.has(expr)) uses.push(null)
  }
  visitStatements(fact.body, look)
  return uses
}
