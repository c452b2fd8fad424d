/** The models' part of the report: each definition with its refs by name. */
import type { ModelReport } from '../kernel/report.ts'
import type { Position } from '../kernel/lines.ts'
import type { ModelDefinition } from '../models/model-index.ts'
import type { PathShape, SchemaShape } from '../models/schema-shape.ts'

export function modelReport(definition: ModelDefinition, position: (file: string, offset: number) => Position): ModelReport {
  const { schema, site } = definition
  return {
    name: definition.name,
    file: site.file,
    line: position(site.file, site.start).line,
    refs: schema === null ? [] : refsOf(schema, '', 0),
  }
}

type RefReport = ModelReport['refs'][number]

function refsOf(schema: SchemaShape, prefix: string, depth: number): RefReport[] {
  if (depth > 8) return []
  const refs: RefReport[] = []
  for (const [path, shape] of [...schema.paths, ...schema.virtuals]) {
    const model = refName(shape)
    if (model !== null) refs.push({ path: prefix + path, model })
    if (shape.sub !== null) refs.push(...refsOf(shape.sub, `${prefix}${path}.`, depth + 1))
  }
  return refs
}

function refName(shape: PathShape): string | null {
  switch (shape.ref?.kind) {
    case 'name': return shape.ref.name
    case 'model': return shape.ref.model.name
    default: return null
  }
}
