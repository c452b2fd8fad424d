/** The refs of a report's models as a graph: which row of `models` a name means, and which are referred to by too many to be drawn. */
import type { ModelReport, Report } from '../../kernel/report.ts'

export interface Ref {
  /** Paths of one model that lead to the same one. */
  readonly paths: readonly string[]
  readonly name: string
  /** null: no model of the report has that name. */
  readonly to: ModelReport | null
}

export interface Refs {
  /** The model that a file means by a name; null: there is none in the report. */
  named(name: string, file: string): ModelReport | null
  of(model: ModelReport): readonly Ref[]
  /** By how many other models it is referred to. */
  referrers(model: ModelReport): number
}

export function refsOf({ models }: Pick<Report, 'models'>): Refs {
  const byName = new Map<string, ModelReport[]>()
  for (const model of models) byName.set(model.name, [...(byName.get(model.name) ?? []), model])
  const named = (name: string, file: string): ModelReport | null => nearest(file, byName.get(name) ?? [])
  const refs = new Map(models.map((model) => [model, refsIn(model, named)]))
  const referrers = new Map<ModelReport, number>()
  for (const [model, list] of refs) for (const { to } of list) if (to !== null && to !== model) referrers.set(to, (referrers.get(to) ?? 0) + 1)
  return { named, of: (model) => refs.get(model) ?? [], referrers: (model) => referrers.get(model) ?? 0 }
}

function refsIn(model: ModelReport, named: Refs['named']): readonly Ref[] {
  const paths = new Map<string, string[]>()
  for (const ref of model.refs) paths.set(ref.model, [...(paths.get(ref.model) ?? []), ref.path])
  return [...paths].map(([name, list]) => ({ name, paths: [...new Set(list)], to: named(name, model.file) }))
}

/** Applications of one repository may each have a model of that name: the one whose file lies nearest is meant. The report has the most used last. */
function nearest(file: string, candidates: readonly ModelReport[]): ModelReport | null {
  let best: ModelReport | null = null
  for (const candidate of candidates) if (best === null || shared(candidate.file, file) >= shared(best.file, file)) best = candidate
  return best
}

/** How many folders two files have in common. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)]
  const differs = left.findIndex((folder, index) => folder !== right[index])
  return differs === -1 ? left.length : differs
}
