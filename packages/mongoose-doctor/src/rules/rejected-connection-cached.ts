/** A promise of a connection that is kept for later requests, a rejected one too: they fail for ever. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Assign, Call, Expr, Stmt } from '../facts/ir.ts'
import { visitExpression, visitStatements } from '../facts/visit.ts'
import type { Site } from '../kernel/place.ts'
import { UNKNOWN_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { Contact } from '../registration/contacts.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { layoutOf } from './layout.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'

export function rejectedConnections(context: RuleContext): readonly Diagnosis[] {
  return [...openingsOf(context)].flatMap(([file, { sites, app }]) => {
    const body = context.graph.body(file)
    if (body === null || isInstalled(file)) return []
    return keptIn(context, body, sites).map((kept) => diagnosis(context, app, file, kept))
  })
}

/** `promise && readyState === 2`: a connection that has failed is disconnected again, so its promise is not waited for. */
const asksState = (test: string): boolean => test.includes('readyState')

/** By file, where connections are opened, and an application that does it. */
function openingsOf({ program }: RuleContext): ReadonlyMap<string, { readonly sites: readonly Site[]; readonly app: AppState }> {
  const found = new Map<string, { readonly sites: Site[]; readonly app: AppState }>()
  for (const app of program.apps) {
    for (const { contacts } of app.entries) {
      for (const contact of contacts.flat()) {
        if (!isOpening(contact)) continue
        const { site } = contact
        const known = found.get(site.file)
        if (known === undefined) found.set(site.file, { sites: [site], app })
        else if (!known.sites.some((one) => one.start === site.start)) known.sites.push(site)
      }
    }
  }
  return found
}

/** What is called `connect` and can't be followed is something else's. */
const isOpening = ({ kind, connection }: Contact): boolean => kind === 'open' && connection !== UNKNOWN_CONNECTION

interface Kept {
  /** The assignment, as written. */
  readonly assign: Assign
  /** What is assigned to: `cached.promise`. */
  readonly target: string
  /** The promise. */
  readonly promise: Call
  /** What the target is before anything has connected: `null`, or `undefined`. */
  readonly empty: 'null' | 'undefined'
}

/** Assignments of a promise that nothing takes back. */
function keptIn(context: RuleContext, body: BodyFacts, sites: readonly Site[]): readonly Kept[] {
  const text = context.graph.text(body.file)
  const written = (span: { start: number; end: number }): string => text.slice(span.start, span.end).replaceAll(/[!?\s]/g, '')
  const assigns: { readonly expr: Assign; readonly inFunction: boolean }[] = []
  const tests: string[] = []
  const deletes: string[] = []
  let exits = false
  const look = (statements: readonly Stmt[], inFunction: boolean): void => {
    visitStatements(statements, (expr) => {
      if (expr.kind === 'assign') {
        assigns.push({ expr, inFunction })
        if (expr.operator === '??' || expr.operator === '||') tests.push(targetText(expr, written))
      }
      if (expr.kind === 'unary' && expr.operator === 'delete') deletes.push(written(expr.value))
      if (expr.kind === 'conditional') tests.push(written(expr.test))
      if (expr.kind === 'logical' && !asksState(written(expr))) tests.push(written(expr.left))
      if (expr.kind === 'call' && written(expr.callee) === 'process.exit') exits = true
    })
    testsOf(statements, (test) => tests.push(written(test)))
  }
  look(body.body, false)
  for (const fact of body.functions) look(fact.body, true)
  // A process that ends is started anew.
  if (exits) return []
  return assigns.flatMap(({ expr, inFunction }) => {
    if (!inFunction || !outlives(body, expr)) return []
    const promise = promiseOf(body, expr.value, sites)
    if (promise === null) return []
    const target = targetText(expr, written)
    const name = target.split('.').at(-1) ?? target
    const isTested = tests.some((test) => test.includes(target) && !asksState(test))
    const isTakenBack = assigns.some((other) => other.inFunction && other.expr !== expr && takesBack(targetText(other.expr, written), target, name)) || deletes.includes(target)
    if (!isTested || isTakenBack) return []
    return [{ assign: expr, target: text.slice(expr.start, text.indexOf(expr.operator === null ? '=' : expr.operator, expr.start)).trim(), promise, empty: emptyOf(body, expr, text) }]
  })
}

/** The same variable, the same property of whatever object, or the object that holds it. */
const takesBack = (other: string, target: string, name: string): boolean => other === target || other.endsWith(`.${name}`) || target.startsWith(`${other}.`)

const targetText = ({ start, end, target, operator, value }: Assign, written: (span: { start: number; end: number }) => string): string =>
  target.kind === 'bindMember' ? written(target.target) : written({ start, end: Math.min(value.start, end) }).replace(operator === null ? /=\(*$/ : /[|&?]*=\(*$/, '')

function testsOf(statements: readonly Stmt[], add: (test: Expr) => void): void {
  for (const one of statements) {
    if (one.kind === 'if') { add(one.test); testsOf(one.then, add); testsOf(one.else, add) }
    if (one.kind === 'block' || one.kind === 'loop' || one.kind === 'forEach') testsOf(one.body, add)
    if (one.kind === 'try') for (const part of [one.block, one.handler ?? [], one.finalizer ?? []]) testsOf(part, add)
  }
}

/** Whether what is assigned to is the module's or the process's, and no variable of the function. */
function outlives(body: BodyFacts, { target }: Assign): boolean {
  if (target.kind === 'bindGlobal') return true
  if (target.kind === 'bind') return body.bindings[target.binding]?.owner === null
  if (target.kind !== 'bindMember') return false
  let object: Expr = target.target.object
  while (object.kind === 'member') ({ object } = object)
  return object.kind === 'name' && (object.binding === null || body.bindings[object.binding]?.owner === null)
}

/** The promise of a connection, if that is what is assigned, and nothing looks after its rejection. */
function promiseOf(body: BodyFacts, value: Expr, sites: readonly Site[]): Call | null {
  if (value.kind === 'assign') return promiseOf(body, value.value, sites)
  if (value.kind !== 'call') return null
  let opens = false
  let handles = false
  const look = (expr: Expr): void => {
    if (expr.kind === 'function') {
      const fact = body.functions[expr.id]
      if (fact !== undefined) { handles ||= hasTry(fact.body); visitStatements(fact.body, look) }
    }
    if (expr.kind !== 'call') return
    opens ||= sites.some((site) => expr.end === site.end && expr.start <= site.start)
    if (expr.callee.kind !== 'member') return
    handles ||= expr.callee.property === 'catch' || (expr.callee.property === 'then' && expr.args.length > 1)
  }
  visitExpression(value, look)
  return opens && !handles ? value : null
}

const hasTry = (statements: readonly Stmt[]): boolean => statements.some((one) => one.kind === 'try' || (one.kind === 'block' && hasTry(one.body)) || (one.kind === 'if' && (hasTry(one.then) || hasTry(one.else))))

/** What the variable or property held at first; a declaration without a value holds undefined. */
function emptyOf(body: BodyFacts, { target }: Assign, text: string): Kept['empty'] {
  if (target.kind === 'bind') {
    const declared = body.body.find((one) => one.kind === 'declare' && one.target.kind === 'bind' && one.target.binding === target.binding)
    const init = declared?.kind === 'declare' ? declared.init : null
    return init?.kind === 'literal' && init.value === null ? 'null' : 'undefined'
  }
  const name = target.kind === 'bindMember' && typeof target.target.property === 'string' ? target.target.property : ''
  return name !== '' && text.includes(`${name}: null`) ? 'null' : 'undefined'
}

function diagnosis(context: RuleContext, app: AppState, file: string, { assign, target, promise, empty }: Kept): Diagnosis {
  const site: Site = { file, start: assign.start, end: assign.end }
  const states = app.entries.filter((state) => state.contacts.flat().some((c) => isOpening(c) && c.site.file === file && assign.start <= c.site.start && c.site.end <= assign.end))
  const state = firstOf(states)
  const text = context.graph.text(file)
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', assign.start) + 1))?.[0] ?? ''
  const { step, end } = layoutOf(text)
  return {
    finding: findingAt(context, {
      rule: 'rejected-connection-cached', severity: 'warning', confidence: 'proved', model: '', site,
      entries: states.map((s) => s.entry.file),
      message: `${target} keeps the promise of a connection also when it is rejected: after one failed attempt every later request fails with the same error, until the process is restarted.`,
      because: [
        reason(context, site, `\`${snippet(context, site)}\` is run once; later requests get the promise that is there.`),
        reason(context, site, `Nothing in this file sets ${target} back, so nobody calls connect() again.`),
      ],
      path: state === undefined ? [] : pathTo(context, app, state, 'load', site),
      help: `Forget an attempt that failed: set ${target} back to ${empty} when the promise is rejected, and throw the error.`,
      fixable: true,
    }),
    remedy: {
      kind: 'edit',
      edits: [{ file, start: promise.end, end: promise.end, text: `.catch((error) => {\n${indent}${step}${target} = ${empty}${end}\n${indent}${step}throw error${end}\n${indent}})` }],
    },
  }
}
