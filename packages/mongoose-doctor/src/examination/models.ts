/** The models' part of the report: each definition with its refs by name. */
import { append } from '../graph/multimap.ts'
import type { ModelReport } from '../kernel/report.ts'
import type { Position } from '../kernel/lines.ts'
import type { ModelDefinition } from '../models/model-index.ts'
import { refPathNames } from '../models/schema-definition.ts'
import type { PathShape, SchemaShape } from '../models/schema-shape.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { Program } from '../registration/program.ts'

/**
 * One row for each name and application: the definition that most of its entries come across. A seed script's or a test's own
 * definition of the same name is told in `also`.
 */
export function modelReports(program: Program, position: (file: string, offset: number) => Position): readonly ModelReport[] {
  const { index } = program.interpreter
  const weights = weightsByRoot(program.apps, index.all())
  return index.names().flatMap((name) => {
    const definitions = index.definitions(name)
    const rows = new Map<ModelDefinition, Set<ModelDefinition>>()
    for (const weight of weights.values()) {
      const used = definitions.filter((d) => weight.has(d))
      const [primary, ...others] = ranked(used, (d) => weight.get(d) ?? 0)
      if (primary !== undefined) rows.set(primary, new Set([...(rows.get(primary) ?? []), ...others]))
    }
    const [fallback] = ranked(definitions, () => 0)
    if (rows.size === 0 && fallback !== undefined) rows.set(fallback, new Set())
    const [first] = rows.values()
    // Definitions that no entry comes across belong to no application in particular.
    for (const definition of definitions) if (!rows.has(definition) && ![...rows.values()].some((s) => s.has(definition))) first?.add(definition)
    // The most used last: whoever reads the rows into a table by name keeps that one.
    const most = (d: ModelDefinition): number => Math.max(0, ...[...weights.values()].map((weight) => weight.get(d) ?? 0))
    return [...rows].toSorted(([a], [b]) => most(a) - most(b)).map(([primary, others]) => modelReport(primary, [...others].filter((d) => d !== primary), position))
  })
}

/** How many entries of each application come across each definition; a framework and its scripts in one folder are one application. */
function weightsByRoot(apps: readonly AppState[], all: readonly ModelDefinition[]): ReadonlyMap<string, ReadonlyMap<ModelDefinition, number>> {
  const byFile = new Map<string, ModelDefinition[]>()
  for (const definition of all) append(byFile, definition.site.file, definition)
  const byRoot = new Map<string, Map<ModelDefinition, number>>()
  const hosts = new Set(apps.flatMap(({ app }) => (app.framework === 'node' ? [] : [app.root])))
  for (const { app, entries } of apps) {
    const isBeside = app.framework === 'node' && hosts.has(app.root)
    const weights = byRoot.get(app.root) ?? new Map<ModelDefinition, number>()
    byRoot.set(app.root, weights)
    for (const entry of entries) {
      const files = [...entry.closure.modules, ...entry.registrations.map((r) => r.site.file)]
      const met = new Set(files.flatMap((file) => byFile.get(file) ?? []))
      // A script's own definition never stands before what the application itself uses, nor does that of a process beside it.
      for (const definition of met) weights.set(definition, (weights.get(definition) ?? 0) + (entry.entry.kind === 'script' || isBeside ? 0.001 : 1))
    }
  }
  return byRoot
}

/** Most used first; then what has a schema that can be read, then the shorter path. */
function ranked(definitions: readonly ModelDefinition[], weight: (d: ModelDefinition) => number): readonly ModelDefinition[] {
  return definitions.toSorted((a, b) => weight(b) - weight(a) || Number(b.schema !== null) - Number(a.schema !== null) || a.site.file.length - b.site.file.length)
}

function modelReport(definition: ModelDefinition, others: readonly ModelDefinition[], position: (file: string, offset: number) => Position): ModelReport {
  const place = ({ site }: ModelDefinition) => ({ file: site.file, line: position(site.file, site.start).line })
  const { schema, name } = definition
  const also = [...new Map(others.map((d) => [JSON.stringify(place(d)), place(d)])).values()]
  return { name, ...place(definition), refs: schema === null ? [] : refsOf(schema, schema, '', 0, { left: MOST_PATHS }), ...(also.length === 0 ? {} : { also }) }
}

type RefReport = ModelReport['refs'][number]

/** Looked at for one model: schemas that embed each other have no end of paths. */
const MOST_PATHS = 50_000

function refsOf(root: SchemaShape, schema: SchemaShape, prefix: string, depth: number, budget: { left: number }): RefReport[] {
  if (depth > 8) return []
  const refs: RefReport[] = []
  for (const [name, shape] of [...schema.paths, ...schema.virtuals]) {
    if (--budget.left < 0) break
    const path = `${prefix}${name}${shape.keyed ? '.$*' : ''}`
    for (const model of refNames(root, schema, name, shape)) refs.push({ path, model })
    if (shape.sub !== null) for (const ref of refsOf(root, shape.sub, `${path}.`, depth + 1, budget)) refs.push(ref)
  }
  return refs
}

function refNames(root: SchemaShape, schema: SchemaShape, path: string, { ref }: PathShape): readonly string[] {
  switch (ref?.kind) {
    case 'name': return [ref.name]
    case 'model': return [ref.model.name]
    case 'path': return refPathNames(root, ref.path, path) ?? refPathNames(schema, ref.path, path) ?? []
    default: return []
  }
}
