/** Where code speaks of models, as the interpreter has followed it: for hovers, and for the way from a name to its model. */
import { readTree, walk, type Source } from '../fixes/code/syntax.ts'
import { append } from '../graph/multimap.ts'
import type { Site, Span } from '../kernel/place.ts'
import type { Report } from '../kernel/report.ts'
import { refPathNames } from '../models/schema-definition.ts'
import type { PathShape, Ref, SchemaShape } from '../models/schema-shape.ts'
import type { RuleContext } from '../rules/context.ts'
import { importsIn } from './model-imports.ts'

export interface Mention extends Span {
  /** `lookup`: `mongoose.model('Role')`. `import`: a static or dynamic import, or a `require()`. */
  readonly kind: 'definition' | 'ref' | 'populate' | 'lookup' | 'import'
  /** Several where one line means several: an import of a registry, a choice at run time. */
  readonly models: readonly string[]
  /** Where the model's name, or the path that leads to it, is written; null: it is computed. */
  readonly name: Span | null
  /** "User.role": of a ref or a populate, where it is known. */
  readonly path: string | null
  /** False where the model itself is at hand, so that nothing is looked up by name. */
  readonly byName: boolean
  /** Why an import that is written down does not count; null: it counts, or it is no import. */
  readonly dropped: string | null
}

type Found = Omit<Mention, 'name' | 'models'> & Site & {
  readonly models: Set<string>
  /** What is written there if it is written out: the model's name, or the path. */
  readonly written: string
}

/** In the order of their places. */
export function mentionsIn(context: RuleContext, file: string): readonly Mention[] {
  const found = foundIn(context).get(file) ?? []
  // Where nothing is found, the text is left alone: it would count as looked into.
  const source = found.length === 0 ? null : readTree(file, context.graph.text(file))
  const literals = source === null ? [] : literalsOf(source)
  return [...found.map((one) => mentionOf(one, literals)), ...importsIn(context, file)].sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Every place that speaks of the model by its name, imports left out: for them there are better tools. */
export function placesOf(context: RuleContext, model: string): readonly (Site & { readonly kind: Mention['kind'] })[] {
  return [...foundIn(context)].flatMap(([file, all]) => {
    if (!all.some((one) => one.models.has(model))) return []
    return mentionsIn(context, file).filter((one) => one.kind !== 'import' && one.models.includes(model)).map(({ kind, name, start, end }) => ({ kind, file, ...(name ?? { start, end }) }))
  })
}

/** Where the model is defined that a name means when it is written in `from`: in its own application, if that has one. */
export function definitionsOf(context: RuleContext, report: Report, model: string, from: string): readonly Site[] {
  const rows = report.models.filter((row) => row.name === model)
  const near = Math.max(0, ...rows.map((row) => commonFolders(row.file, from)))
  const places = placesOf(context, model).filter(({ kind }) => kind === 'definition')
  return rows.filter((row) => commonFolders(row.file, from) === near).flatMap(({ file, line }) =>
    places.filter((place) => place.file === file && context.position(file, place.start).line >= line).slice(0, 1))
}

function commonFolders(a: string, b: string): number {
  const other = b.split('/')
  const differs = a.split('/').findIndex((part, i) => part !== other[i])
  return differs === -1 ? other.length : differs
}

const known = new WeakMap<RuleContext, ReadonlyMap<string, readonly Found[]>>()

function foundIn(context: RuleContext): ReadonlyMap<string, readonly Found[]> {
  let found = known.get(context)
  if (found === undefined) known.set(context, (found = collect(context)))
  return found
}

function collect({ graph, program: { interpreter, apps } }: RuleContext): ReadonlyMap<string, readonly Found[]> {
  const all = new Map<string, Found>()
  const add = ({ file, start, end }: Site, kind: Mention['kind'], model: string, written: string, path: string | null, byName = true): void => {
    if (!graph.modules.has(file) || end === 0) return
    const key = `${file}@${start}-${end}:${kind}:${written}`
    const one = all.get(key) ?? { file, start, end, kind, written, path, byName, models: new Set<string>(), dropped: null }
    one.models.add(model)
    all.set(key, one)
  }
  for (const { name, site, schema } of interpreter.index.all()) {
    add(site, 'definition', name, name, null)
    if (schema !== null) for (const { path, ref, model } of refsOf(schema)) add(ref.site, 'ref', model, ref.kind === 'path' ? ref.path : model, `${name}.${path}`, ref.kind !== 'model')
  }
  for (const { need } of apps.flatMap((app) => app.entries.flatMap((entry) => entry.demands))) {
    const { name } = need.model
    if (need.how === 'lookup') add(need.site, 'lookup', name, name, null)
    // What is populated automatically is written nowhere.
    else if (need.how !== 'autopopulate') add(need.site, 'populate', name, need.path ?? name, pathOf(need))
  }
  for (const { site, model, path, owner } of interpreter.populatedByValue.values()) add(site, 'populate', model, path, pathOf({ path, owner }), false)
  const byFile = new Map<string, Found[]>()
  for (const one of all.values()) append(byFile, one.file, one)
  return byFile
}

const pathOf = ({ owner, path }: { readonly owner: string | null; readonly path: string | null }): string | null => (path === null ? null : owner === null ? path : `${owner}.${path}`)

/** Schemas that embed each other have no end of paths. */
const MOST_REFS = 50_000

function refsOf(root: SchemaShape): readonly { readonly path: string; readonly ref: Exclude<Ref, { kind: 'unknown' }>; readonly model: string }[] {
  const refs: { path: string; ref: Exclude<Ref, { kind: 'unknown' }>; model: string }[] = []
  const seen = new Set<SchemaShape>()
  const visit = (schema: SchemaShape, prefix: string): void => {
    if (seen.has(schema) || refs.length > MOST_REFS) return
    seen.add(schema)
    for (const [name, shape] of [...schema.paths, ...schema.virtuals]) {
      const { ref } = shape
      if (ref !== null && ref.kind !== 'unknown') for (const model of namesOf(root, schema, name, shape)) refs.push({ path: prefix + name, ref, model })
      if (shape.sub !== null) visit(shape.sub, `${prefix}${name}.`)
    }
  }
  visit(root, '')
  return refs
}

function namesOf(root: SchemaShape, schema: SchemaShape, path: string, { ref }: PathShape): readonly string[] {
  if (ref?.kind === 'name') return [ref.name]
  if (ref?.kind === 'model') return [ref.model.name]
  return ref?.kind === 'path' ? refPathNames(root, ref.path, path) ?? refPathNames(schema, ref.path, path) ?? [] : []
}

interface Literal extends Span { readonly value: string }

/** The texts in quotes, without them; words apart, as populate takes them. */
function literalsOf({ program, text }: Source): readonly Literal[] {
  const literals: Literal[] = []
  const add = (node: Span, value: string): void => {
    const start = node.start + 1
    literals.push({ start, end: node.end - 1, value })
    // With an escape in it, a word's place is not told by its letters.
    if (!value.includes(' ') || text.slice(start, node.end - 1) !== value) return
    for (const word of value.matchAll(/[^ ]+/g)) literals.push({ start: start + word.index, end: start + word.index + word[0].length, value: word[0] })
  }
  walk(program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') add(node, node.value)
    if (node.type === 'TemplateLiteral' && node.expressions.length === 0) add(node, node.quasis[0]?.value.cooked ?? '')
  })
  return literals
}

function mentionOf({ kind, start, end, written, models, path, byName, dropped }: Found, literals: readonly Literal[]): Mention {
  const literal = literals.find((one) => one.value === written && start <= one.start && one.end <= end)
  const name = literal === undefined ? null : { start: literal.start, end: literal.end }
  // What else stands in `model('Role', new Schema(…))` speaks of other things.
  return { kind, start, end: kind === 'definition' && name !== null ? name.end + 1 : end, models: [...models].sort(), name, path, byName, dropped }
}
