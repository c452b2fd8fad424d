import type { ModelReport, Report } from '../../kernel/report.ts'
import { count, entriesOf } from '../words.ts'
import type { Arrow, Box, Picture, Row } from './picture.ts'
import { refsOf, type Ref, type Refs } from './refs.ts'

/** A model that more others refer to is told by its name in their boxes: arrows from everywhere are a hairball. */
const MOST_ARROWS = 6
/** Rows of one box. */
const MOST_ROWS = 16

/**
 * The models and their refs; those that neither refer nor are referred to apart.
 * @param names only these and their neighbours; all, when there are none
 */
export function modelsPicture(report: Report, names: readonly string[] = []): Picture {
  const only = names.length === 0 ? null : new Set(names)
  const refs = refsOf(report)
  const chosen = only === null ? new Set(report.models) : around(report, only, refs.of)
  const ids = new Map<ModelReport | string, string>()
  const idOf = (what: ModelReport | string): string => {
    const id = ids.get(what) ?? `m${ids.size + 1}`
    ids.set(what, id)
    return id
  }
  const isHub = (model: ModelReport): boolean => refs.referrers(model) > MOST_ARROWS
  const missing = missingIn(report, refs)
  const undefinedHere = new Set(report.findings.filter(({ rule }) => rule === 'unknown-ref').map(({ model }) => model))
  const boxes: Box[] = []
  const arrows: Arrow[] = []
  const drawnNames = new Set<string>()
  const ranked = [...chosen].toSorted((a, b) => Number(isHub(b)) - Number(isHub(a)))
  ranked.forEach(idOf)
  for (const model of ranked) {
    const list = refs.of(model).filter((ref) => only === null || only.has(model.name) || only.has(ref.name))
    const shown = list.slice(0, MOST_ROWS)
    const isDrawn = ({ to }: Ref): boolean => to !== model && (to === null || !isHub(to) || only !== null)
    const rows: Row[] = shown.map((ref) => ({ text: ref.paths.join(', '), target: ref.name, isDrawn: isDrawn(ref) }))
    if (list.length > shown.length) rows.push({ text: `and ${count(list.length - shown.length, 'more ref')}`, target: null, isDrawn: false })
    boxes.push({ id: idOf(model), kind: 'model', name: model.name, place: `${model.file}:${model.line}`, notes: isHub(model) ? [`referred to by ${refs.referrers(model)} models`] : [], wrong: missing.get(model) ?? null, rows })
    for (const [row, ref] of shown.entries()) {
      if (!isDrawn(ref)) continue
      if (ref.to === null) drawnNames.add(ref.name)
      const isBroken = ref.to === null && undefinedHere.has(ref.name)
      arrows.push({ from: idOf(model), to: idOf(ref.to ?? ref.name), label: ref.paths.join(', '), kind: isBroken ? 'broken' : ref.to === null ? 'unsure' : 'whole', row })
    }
  }
  for (const name of drawnNames) {
    const isBad = undefinedHere.has(name)
    boxes.push({ id: idOf(name), kind: 'undefined-model', name, place: null, notes: isBad ? [] : ['not part of this report'], wrong: isBad ? 'no file defines it' : null, rows: [] })
  }
  return { title: 'Models and their refs', flow: 'right', parts: [{ title: null, boxes, arrows }] }
}

function around({ models }: Report, only: ReadonlySet<string>, refs: (model: ModelReport) => readonly Ref[]): ReadonlySet<ModelReport> {
  const targets = new Set(models.flatMap((model) => (only.has(model.name) ? refs(model).map(({ to }) => to) : [])))
  return new Set(models.filter((model) => only.has(model.name) || targets.has(model) || refs(model).some(({ name }) => only.has(name))))
}

/** By model, in how many entries it is missing. */
function missingIn(report: Report, refs: Refs): ReadonlyMap<ModelReport, string> {
  const counts = new Map<ModelReport, number>()
  for (const { file, missing } of entriesOf(report)) {
    for (const name of missing) {
      const model = refs.named(name, file)
      if (model !== null) counts.set(model, (counts.get(model) ?? 0) + 1)
    }
  }
  return new Map([...counts].map(([model, number]) => [model, `missing in ${count(number, 'entry', 'entries')}`]))
}
