/** The value of an expression, and what evaluating it does to the state. */
import type { Arg, Call, Expr, Member, Name, ObjectLiteral } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import { LONGEST_TEXT, NOTHING_PENDING, UNDEFINED, UNKNOWN, allOptions, callablesIn, constant, constantText, fileToken, newCell, truthOf, unionOf } from '../models/value.ts'
import type { Closure, Pending, Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { arrayLiteral } from './array-literal.ts'
import { bind, cellOf, keyName, readCell } from './assignment.ts'
import { awaitValue } from './await.ts'
import { callRequire } from './builtins.ts'
import { callValue, construct, constructBase, handed } from './calls.ts'
import { branch, compare, narrowed, noteFree, testedValue } from './conditions.ts'
import { placeNamed, specifierOf } from './files/places.ts'
import { listed } from './keyed.ts'
import { callsMissing } from './missing-export.ts'
import { propertiesOf } from './objects.ts'
import { passToClient } from './pass-to-client.ts'
import { elementOf, readProperty } from './properties.ts'
import { constructFunction, inheritFrom } from './prototypes.ts'
import { addPending, meet } from './state.ts'
import { loadUnresolved } from './unresolved.ts'

export function evaluate(at: Activation, expr: Expr): Value {
  if (at.dead || !at.interpreter.step()) return UNKNOWN
  switch (expr.kind) {
    case 'literal': return expr.regex === undefined ? constant(expr.value) : { kind: 'global', path: `regex:${expr.regex.flags}:${expr.regex.source}` }
    case 'name': return readName(at, expr)
    case 'template': return template(at, expr.quasis, expr.holes)
    case 'member': return member(at, expr)
    case 'call': return call(at, expr)
    case 'await': return awaitValue(at, evaluate(at, expr.value), at.site(expr))
    case 'import': return dynamicImport(at, expr.source, expr, null)
    case 'object': return objectLiteral(at, expr)
    case 'array': return arrayLiteral(at, expr.items, expr)
    case 'function': {
      const closure = at.interpreter.closureIn(at.file, expr.id, at.frame, at.self, at.home)
      return closure === null ? UNKNOWN : { kind: 'function', closure, self: null }
    }
    case 'class': return { kind: 'class', class: at.interpreter.classIn(at, expr.id) }
    case 'conditional': return conditional(at, expr.test, expr.then, expr.else)
    case 'logical': return logical(at, expr.operator, expr.left, expr.right)
    case 'binary': return compare(at, expr.operator, evaluate(at, expr.left), evaluate(at, expr.right))
    case 'unary': return unary(at, expr.operator, expr.value)
    case 'assign': return assign(at, expr)
    case 'sequence': return expr.items.map((item) => evaluate(at, item)).at(-1) ?? UNDEFINED
    case 'this': return at.self ?? (at.isModule ? UNDEFINED : UNKNOWN)
    case 'jsx': {
      const tag = evaluate(at, expr.tag)
      const props = objectLiteral(at, expr.attributes)
      if (props.kind === 'object') passToClient(at, expr, props.object)
      for (const child of expr.children) evaluate(at, child)
      // A component renders with what is registered by then; what it registers holds for nobody else.
      const before = at.state
      at.state = before.copy()
      handed(at, () => {
        for (const option of allOptions(tag)) {
          if (option.kind === 'function' || option.kind === 'class') callValue(at, option, [props], null, at.site(expr))
          // A component that knows nothing of Mongoose calls what it is given to render; an action is called by the browser.
          else if (option.kind === 'lazy') at.escape(callablesIn(props).filter((one) => one.kind !== 'function' || !isAction(at, one.closure)), at.site(expr))
        }
      })
      at.state = before
      at.dead = false
      return UNKNOWN
    }
    case 'other': {
      for (const item of expr.items) evaluate(at, item)
      return UNKNOWN
    }
  }
}

const isAction = (at: Activation, { file, fact }: Closure): boolean =>
  fact.directives.includes('use server') || at.interpreter.graph.modules.get(file)?.facts.directives.includes('use server') === true

function readName(at: Activation, { binding, name, start, end }: Name): Value {
  if (binding === null) {
    if (name === 'undefined') return UNDEFINED
    const place = placeNamed(at, name)
    if (place !== null) return place
    const object = at.interpreter.modules.globalFor(at.file, name)
    return name === 'globalThis' || name === 'global' ? object : readProperty(at, object, name, { file: at.file, start: 0, end: 0 })
  }
  if (at.body.bindings[binding]?.kind === 'import') {
    if (at.isModule && at.interpreter.evaluatingModules) at.interpreter.readAtTopLevel(at.body, binding, { start, end })
    return at.interpreter.modules.importedValue(at.file, binding)
  }
  return readCell(at, cellOf(at, binding))
}

function template(at: Activation, quasis: readonly string[], holes: readonly Expr[]): Value {
  let text = quasis[0] ?? ''
  let known = true
  holes.forEach((hole, i) => {
    const value = at.force(evaluate(at, hole))
    if (value.kind === 'constant' && text.length <= LONGEST_TEXT) text += String(value.value) + (quasis[i + 1] ?? '')
    else known = false
  })
  return known ? constantText(text) : UNKNOWN
}

const member = (at: Activation, expr: Member): Value => ownMember(at, expr).value

/** `object`: what it was read of, null where that says nothing. */
function ownMember(at: Activation, expr: Member): { readonly value: Value; readonly object: Value | null } {
  if (expr.object.kind === 'await' && expr.object.value.kind === 'import' && typeof expr.property === 'string') {
    const loaded = awaitValue(at, dynamicImport(at, expr.object.value.source, expr.object.value, [expr.property]), at.site(expr))
    return { value: readProperty(at, loaded, expr.property, at.site(expr)), object: null }
  }
  const place = expr.object.kind === 'name' && expr.object.binding === null && typeof expr.property === 'string' ? placeNamed(at, `${expr.object.name}.${expr.property}`) : null
  if (place !== null) return { value: place, object: null }
  const object = evaluate(at, expr.object)
  const name = keyName(at, expr.property)
  return { object, value: name === null ? elementOf(at, object.kind === 'models' ? UNKNOWN : object, null) : readProperty(at, object, name, at.site(expr)) }
}

/** A call is placed at its last name: in a chain over many lines that is what a person looks for. */
function siteOfCall(at: Activation, expr: Call): Site {
  const { callee } = expr
  if (callee.kind !== 'member' || typeof callee.property !== 'string') return at.site(expr)
  return at.site({ start: Math.max(expr.start, callee.end - callee.property.length), end: expr.end })
}

function call(at: Activation, expr: Call): Value {
  const site = siteOfCall(at, expr)
  if (expr.callee.kind === 'super') {
    const args = argumentsOf(at, expr.args)
    const base = at.home?.base
    if (base && at.self?.kind === 'object') for (const option of allOptions(base)) constructBase(at, option, args, site, at.self)
    return at.self ?? UNKNOWN
  }
  const { value: callee, object } = expr.callee.kind === 'member' ? ownMember(at, expr.callee) : { value: evaluate(at, expr.callee), object: null }
  const args = argumentsOf(at, expr.args)
  const [first] = expr.args
  if (callee.kind === 'global' && callee.path === 'require' && first !== undefined) return callRequire(at, args[0], site, () => at.interpreter.filesLike(at, first.value))
  const thrown = callee.kind === 'unknown' ? callsMissing(at, expr) : null
  if (thrown !== null) {
    at.interpreter.undecided(site, thrown)
    at.dead = true
    return UNKNOWN
  }
  at.calling = expr
  if (expr.construct) {
    const results = allOptions(callee).map((option) => {
      if (option.kind === 'class') return construct(at, option.class, args, site, null)
      return option.kind === 'function' && !option.closure.fact.arrow ? constructFunction(at, option, args, site) : callValue(at, option, args, null, site)
    })
    return unionOf(results)
  }
  // `service.list()`: a function that is a property of an object has that as its `this`.
  return callValue(at, callee, args, object?.kind === 'object' && object.object.class === null && callee.kind === 'function' ? object : null, site)
}

export function argumentsOf(at: Activation, args: readonly Arg[]): readonly Value[] {
  const values: Value[] = []
  args.forEach((arg) => {
    const given = evaluate(at, arg.value)
    const value = arg.spread ? listed(at, given, at.site(arg.value)) : given
    if (!arg.spread) values.push(value)
    else if (value.kind === 'object' && value.object.items !== null && !value.object.open) values.push(...value.object.items)
    else values.push(UNKNOWN)
  })
  return values
}

/** `import(source)`; `names` where only these exports are used (tree shaking then keeps no more). */
export function dynamicImport(at: Activation, source: Expr, span: { start: number; end: number }, names: readonly string[] | null): Value {
  const specifier = at.force(evaluate(at, source))
  const site = at.site(span)
  if (specifier.kind !== 'constant' || typeof specifier.value !== 'string') {
    const files = at.interpreter.filesLike(at, source)
    return { kind: 'promise', value: anyOf(at, files, (file) => at.interpreter.modules.namespaceOf(file)), pending: computed(at, files, site, 'import()') }
  }
  return loadedBy(at, specifier.value, site, names)
}

export function computed(at: Activation, files: readonly string[] | null, site: { file: string; start: number; end: number }, what: string): Pending {
  at.interpreter.computedLoad(site, what, files)
  const tokens = files === null ? ['any'] : files.map(fileToken)
  const pending: Pending = { must: new Set(), may: new Map(tokens.map((t) => [t, { reason: 'computed', site }])) }
  addPending(at.state, pending)
  return pending
}

/** What comes of a load of which only that much is known: one of these files; null: any. */
export function computedValue(at: Activation, files: readonly string[] | null, site: Site, what: string): Value {
  computed(at, files, site, what)
  return anyOf(at, files, (file) => at.interpreter.modules.requiredValue(file))
}

/** The more files it may be, the less is told by what one of them does. */
const MOST_MEANT = 64

/** What is loaded by a path of which only that is known: what calling it does is perhaps what calling the export of one of these does. */
function anyOf(at: Activation, files: readonly string[] | null, load: (file: string) => Value): Value {
  const loaded = (files ?? []).filter((file) => at.interpreter.reaches(file))
  if (loaded.length === 0 || loaded.length > MOST_MEANT) return UNKNOWN
  return { kind: 'unknown', holds: [], exported: loaded.map(load) }
}

/** `import()` of a constant. */
export function loadedBy(at: Activation, text: string, site: Site, names: readonly string[] | null): Value {
  const { from, specifier } = specifierOf(at, text)
  const target = at.interpreter.graph.resolve(from, specifier)
  if (target.kind === 'external') return { kind: 'promise', value: at.interpreter.modules.externalValue(target.name, '*'), pending: NOTHING_PENDING }
  if (target.kind === 'unresolved') return { kind: 'promise', value: UNKNOWN, pending: loadUnresolved(at, target, site) }
  if (target.kind !== 'file') return { kind: 'promise', value: UNKNOWN, pending: NOTHING_PENDING }
  if (!at.interpreter.reaches(target.file)) return { kind: 'promise', value: at.interpreter.modules.namespaceOf(target.file), pending: NOTHING_PENDING }
  const token = names === null ? fileToken(target.file) : `${fileToken(target.file)}?${names.join(',')}`
  at.note({ token, site, via: 'import()', defines: null })
  // Started but not awaited: possible, not sure.
  if (!at.state.must.has(token)) at.state.maybe(token, { reason: 'unawaited', site })
  return { kind: 'promise', value: at.interpreter.modules.namespaceOf(target.file), pending: { must: new Set([token]), may: new Map() } }
}

function objectLiteral(at: Activation, expr: ObjectLiteral): Value {
  const object = at.interpreter.objectAt(at, expr)
  for (const property of expr.properties) {
    if (property.kind === 'spread') {
      const value = at.force(evaluate(at, property.value))
      if (value.kind === 'object') {
        for (const [name, each] of propertiesOf(at, value.object, at.site(property))) setOwn(at, object, name, each, value.object.sites?.get(name) ?? at.site(property))
        if (value.object.open) object.open = true
      } else if (value.kind === 'namespace') for (const name of at.interpreter.modules.exportNames(value.file)) setOwn(at, object, name, at.interpreter.modules.exportValue(value.file, name), at.site(property))
      else if (!(value.kind === 'constant')) object.open = true
      continue
    }
    const name = keyName(at, property.key)
    if (property.kind === 'getter') {
      const closure = at.interpreter.closureIn(at.file, property.value.id, at.frame, null, null)
      if (name !== null && closure !== null) at.interpreter.addGetter(object, name, { kind: 'function', closure, self: null })
      continue
    }
    const value = evaluate(at, property.value)
    if (name === null) { object.open = true; setOwn(at, object, '*', value, at.site(property)) } else if (name === '__proto__') inheritFrom(at, { kind: 'object', object }, value, at.site(property))
    else setOwn(at, object, name, value, at.site(property))
  }
  return { kind: 'object', object }
}

function setOwn(at: Activation, object: (Value & { kind: 'object' })['object'], name: string, value: Value, site: { file: string; start: number; end: number }): void {
  const known = object.props.get(name)
  if (known === undefined) object.props.set(name, newCell(object.cold && at.interpreter.evaluatingModules, value))
  else known.all = value
  object.sites?.set(name, site)
}

function conditional(at: Activation, test: Expr, then: Expr, otherwise: Expr): Value {
  const wasWarm = at.state.warm
  const [yes, no] = branch(at, test)
  const a = yes === null ? null : within(at, yes, () => evaluate(at, then))
  const b = no === null ? null : within(at, no, () => evaluate(at, otherwise))
  at.state = meet(a?.state ?? null, b?.state ?? null, at.site(test), at.interpreter.tokens.agree) ?? at.state
  // What only a warm process takes is no alternative on a cold start.
  const results = [a, b].filter((r) => r !== null)
  const cold = results.filter((r) => !r.state.warm)
  return unionOf((cold.length > 0 && !wasWarm ? cold : results).map((r) => r.value))
}

/** Evaluates in a branch's own state, and gives the state at its end. */
function within(at: Activation, state: Activation['state'], run: () => Value): { value: Value; state: Activation['state'] } | null {
  at.state = state
  at.branches++
  const value = run()
  at.branches--
  const result = at.dead ? null : { value, state: at.state }
  at.dead = false
  return result
}

function logical(at: Activation, operator: '&&' | '||' | '??', left: Expr, right: Expr): Value {
  const before = testedValue(at, left)
  const goesOn = operator === '&&' ? 'truthy' : 'falsy'
  const keeps = narrowed(before, operator === '&&' ? 'falsy' : 'truthy', operator === '??')
  const truth = operator === '??' ? nullish(before) : truthOf(before)
  if (truth !== 'either' && truth === goesOn) {
    if (goesOn === 'falsy') noteFree(at, before, at.state)
    return evaluate(at, right)
  }
  if (truth !== 'either' && truth !== goesOn) return before
  // `models.X || model(…)`: where the left is kept, the model was there.
  const kept = at.state.copy()
  if (keeps !== null) for (const token of keeps.tokens) kept.add(token)
  const goes = at.state.copy()
  if (goesOn === 'falsy') noteFree(at, before, goes)
  const coldGoes = before.kind === 'cold' && (operator === '??' ? before.cold === null || before.cold === undefined : goesOn === (before.cold ? 'truthy' : 'falsy'))
  if (before.kind === 'cold') (coldGoes ? kept : goes).warm = true
  const after = within(at, goes, () => evaluate(at, right))
  at.state = meet(kept, after?.state ?? null, at.site(left), at.interpreter.tokens.agree) ?? kept
  // What an earlier request left behind is no alternative on a cold start.
  const drops = keeps === null || (coldGoes && after !== null)
  return unionOf([...(drops ? [] : [keeps.value]), ...(after === null ? [] : [after.value])])
}

function nullish(value: Value): 'truthy' | 'falsy' | 'either' {
  if (value.kind === 'constant') return value.value === null || value.value === undefined ? 'falsy' : 'truthy'
  if (value.kind === 'modelLookup') return truthOf(value)
  return truthOf(value) === 'falsy' ? 'either' : truthOf(value)
}

function unary(at: Activation, operator: string, operand: Expr): Value {
  if (operator === 'delete') {
    if (operand.kind === 'member') {
      const object = evaluate(at, operand.object)
      const name = keyName(at, operand.property)
      if (object.kind === 'models' && name !== null) at.unregister({ name, connection: object.connection }, at.site(operand), false)
      else if (object.kind === 'models') at.empty(object.connection, at.site(operand))
    }
    return constant(true)
  }
  const value = evaluate(at, operand)
  if (operator === 'typeof') {
    if (value.kind === 'constant') return constant(value.value === null ? 'object' : typeof value.value)
    if (value.kind === 'object' || value.kind === 'schema' || value.kind === 'promise') return constant('object')
    return value.kind === 'function' || value.kind === 'class' || value.kind === 'model' ? constant('function') : UNKNOWN
  }
  if (operator === 'void') return UNDEFINED
  if (operator !== '!') return value.kind === 'constant' && typeof value.value === 'number' && operator === '-' ? constant(-value.value) : UNKNOWN
  if (value.kind === 'cold') return { kind: 'cold', cold: !value.cold, warm: UNKNOWN }
  const truth = truthOf(value)
  return truth === 'either' ? UNKNOWN : constant(truth === 'falsy')
}

function assign(at: Activation, expr: Expr & { kind: 'assign' }): Value {
  const site = at.site(expr)
  if (expr.operator === null) {
    const value = evaluate(at, expr.value)
    bind(at, expr.target, value, site, false)
    return value
  }
  const target = expr.target
  const current: Expr | null = target.kind === 'bind'
    ? { kind: 'name', name: at.body.bindings[target.binding]?.name ?? '', binding: target.binding, start: expr.start, end: expr.end }
    : target.kind === 'bindMember' ? target.target : null
  if (current !== null && (expr.operator === '||' || expr.operator === '??' || expr.operator === '&&')) {
    const value = logical(at, expr.operator, current, expr.value)
    bind(at, target, value, site, false)
    return value
  }
  const value = evaluate(at, expr.value)
  const result = current === null ? UNKNOWN : compare(at, expr.operator, evaluate(at, current), value)
  bind(at, target, result, site, false)
  return result
}
