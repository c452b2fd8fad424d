/** Puts `models.User ||` before `model('User', schema)`, in the form that a file's imports and types allow. */
import type { BodyFacts } from '../facts/facts.ts'
import type { Expr } from '../facts/ir.ts'
import { packageOf } from '../project/packages.ts'
import { lowestVersion } from '../project/version.ts'
import type { RuleContext } from './context.ts'
import type { Defined } from './definitions.ts'
import type { Replacement } from './diagnosis.ts'
import { isIdentifier } from './names.ts'

/** @returns null where one of them can't be guarded by a plain edit */
export function guardEdits(context: RuleContext, file: string, defined: readonly Defined[]): readonly Replacement[] | null {
  const body = context.graph.body(file)
  if (body === null) return null
  // A factory's call stands for many models; an import is written once.
  const edits = new Map<string, Replacement>()
  for (const one of defined) {
    const some = editsFor(context, body, one)
    if (some === null) return null
    for (const edit of some) edits.set(`${edit.start}:${edit.text}`, edit)
  }
  return [...edits.values()]
}

function editsFor(context: RuleContext, body: BodyFacts, { call, file }: Defined): readonly Replacement[] | null {
  const text = context.graph.text(file)
  const [name] = call.args
  if (name === undefined || name.spread || !standsAlone(text, call.start, call.end)) return null
  const key = keyOf(text, name.value)
  const { callee } = call
  if (key === null) return null
  const typed = /\.[cm]?tsx?$/.test(file)
  if (typed && typeArguments(text, callee.end, call.end) === null && !staysTyped(context, text, file, call.start)) return null
  if (callee.kind === 'member' && callee.property === 'model' && callee.object.kind === 'name') {
    const object = text.slice(callee.object.start, callee.object.end)
    return [before(file, call.start, `${object}.models${key}`, typed ? typeOf(text, callee.end, call.end, `${object}.Model`) : null)]
  }
  if (callee.kind !== 'name' || callee.binding === null) return null
  const { binding } = callee
  const models = hasNamedModels(context, file) ? imported(body, 'models', text, binding) : ofDefault(context, body, text, binding)
  if (models === null) return null
  const type = typed ? typeArguments(text, callee.end, call.end) : null
  const model = type === null ? null : imported(body, 'Model', text, binding)
  if (type !== null && model === null) return null
  return [
    ...models.edits(file), ...(model?.edits(file) ?? []),
    before(file, call.start, `${models.local}${key}`, type === null ? null : typeOf(text, callee.end, call.end, model?.local ?? '')),
  ]
}

const before = (file: string, at: number, guard: string, type: string | null): Replacement => ({ file, start: at, end: at, text: type === null ? `${guard} || ` : `(${guard} as ${type}) || ` })

/** `.User`, `['user-role']`, or `[NAME]` as it stands in the call. */
function keyOf(text: string, name: Expr): string | null {
  if (name.kind === 'literal' && typeof name.value === 'string') return isIdentifier(name.value) ? `.${name.value}` : `[${text.slice(name.start, name.end)}]`
  return name.kind === 'name' || (name.kind === 'member' && typeof name.property === 'string' && name.object.kind === 'name') ? `[${text.slice(name.start, name.end)}]` : null
}

/** Where `a || b` may take the place of the call without brackets around it. */
function standsAlone(text: string, start: number, end: number): boolean {
  const [head, tail] = [text.slice(Math.max(0, start - 200), start), text.slice(end, end + 100)]
  return /(?:[=(,:;{}[]|=>|\bdefault|\breturn|^|\n)\s*$/.test(head) && !/\bnew\s*$/.test(head) && /^\s*(?:$|[\n;,)}\]]|as\b|satisfies\b|\/[/*])/.test(tail) && !/^\s*[.[(?!]/.test(tail)
}

/**
 * `models.User` is a Model<any>. Beside an inferred type, `lean()` of Mongoose 8's types then gives a document or an array of them, which
 * code that reads a field does not compile with; Mongoose 9's types are fine, and so is a declaration that says its type.
 */
function staysTyped({ project }: RuleContext, text: string, file: string, start: number): boolean {
  const version = lowestVersion(packageOf(project, file)?.dependencies.get('mongoose') ?? '')
  return (version !== null && version.major >= 9) || /:[^=;]+=\s*$/.test(text.slice(text.lastIndexOf('\n', start) + 1, start))
}

/** `<IUser>` of `model<IUser>(…)`. */
function typeArguments(text: string, from: number, to: number): string | null {
  const rest = text.slice(from, to)
  if (!/^\s*</.test(rest)) return null
  let depth = 0
  for (let i = rest.indexOf('<'); i < rest.length; i++) {
    const sign = rest[i]
    if (sign === '<') depth++
    else if (sign === '>' && rest[i - 1] !== '=') depth--
    if (depth === 0) return rest.slice(rest.indexOf('<') + 1, i).trim()
  }
  return null
}

/** What the call gives: `Model<IUser>`, or the second argument, which is the model's own type. */
function typeOf(text: string, from: number, to: number, model: string): string | null {
  const types = typeArguments(text, from, to)
  if (types === null) return null
  const parts = split(types)
  return parts[1] ?? `${model}<${types}>`
}

/** By commas that stand in no brackets. */
function split(types: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let at = 0
  for (let i = 0; i < types.length; i++) {
    const sign = types[i] ?? ''
    if ('<({['.includes(sign)) depth++
    else if (')}]'.includes(sign) || (sign === '>' && types[i - 1] !== '=')) depth--
    else if (sign === ',' && depth === 0) {
      parts.push(types.slice(at, i).trim())
      at = i + 1
    }
  }
  return [...parts, types.slice(at).trim()]
}

/** What `models` is called in a file that has taken `own` from mongoose. */
export function modelsBeside(body: BodyFacts, text: string, own: string): Local | null {
  const binding = body.bindings.findIndex((one) => one.name === own && one.owner === null)
  return binding < 0 ? null : imported(body, 'models', text, binding)
}

interface Local {
  readonly local: string
  readonly edits: (file: string) => readonly Replacement[]
}

/** Node itself, and Vite for it, find no export `models` in Mongoose, which is CommonJS: observed with Node 20 and Vite 8. Next.js does. */
function hasNamedModels({ program }: RuleContext, file: string): boolean {
  return program.apps.every(({ app, entries }) => app.framework === 'next' || !entries.some(({ closure }) => closure.modules.includes(file)))
}

/** `mongoose.models`, by the default import of the statement that has `model`. */
function ofDefault({ graph }: RuleContext, body: BodyFacts, text: string, beside: number): Local | null {
  const statement = body.imports.find((one) => one.binding === beside)?.statement
  // In CommonJS every property is there.
  if (statement === undefined) return imported(body, 'models', text, beside)
  const whole = body.imports.find((one) => one.statement === statement && (one.imported === 'default' || one.imported === '*'))
  const name = whole === undefined ? undefined : body.bindings[whole.binding]?.name
  if (name !== undefined) return { local: `${name}.models`, edits: () => [] }
  const fact = graph.modules.get(body.file)?.facts.imports[statement]
  const brace = fact === undefined ? null : /^import\s*(?=\{)/.exec(text.slice(fact.start, fact.end))
  if (fact === undefined || brace === null || body.bindings.some((one) => one.name === 'mongoose')) return null
  const at = fact.start + brace[0].length
  return { local: 'mongoose.models', edits: (file) => [{ file, start: at, end: at, text: 'mongoose, ' }] }
}

/** What mongoose's `name` is called in this file: imported already, or put beside the name that `model` was taken from mongoose by. */
function imported(body: BodyFacts, name: string, text: string, beside: number): Local | null {
  const from = body.imports.find((one) => one.binding === beside)?.statement
  const there = from === undefined ? undefined : body.imports.find((one) => one.statement === from && one.imported === name)
  const local = there === undefined ? undefined : body.bindings[there.binding]?.name
  if (local !== undefined) return { local, edits: () => [] }
  const known = body.bindings[beside]
  if (known === undefined) return null
  const end = known.at + known.name.length
  // In the braces of an import, of a `require()`, or of mongoose itself.
  const isListed = text.slice(known.at, end) === known.name && /^\s*[,}]/.test(text.slice(end))
  if (new RegExp(`[{,]\\s*${name}\\s*[,}]`).test(text.slice(Math.max(0, known.at - 500), end + 500))) return { local: name, edits: () => [] }
  if (!isListed || body.bindings.some((one) => one.name === name)) return null
  return { local: name, edits: (file) => [{ file, start: end, end, text: `, ${name}` }] }
}
