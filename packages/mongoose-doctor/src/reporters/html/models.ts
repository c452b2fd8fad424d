import type { Report } from '../../kernel/report.ts'
import { modelsPicture } from '../picture/models-picture.ts'
import { refsOf } from '../picture/refs.ts'
import { svg } from '../picture/svg.ts'
import { at, name } from './text.ts'

/** The models and their refs: a drawing, and the same in words. */
export function models(report: Report): string {
  if (report.models.length === 0) return '<p>There are none.</p>'
  const refs = refsOf(report)
  const rows = report.models.map((model) => {
    const to = refs.of(model).map((ref) => `<li>${ref.paths.map(name).join(', ')} → ${name(ref.name)}</li>`)
    const also = (model.also ?? []).map((place) => `, also ${at(place)}`).join('')
    return `<tr><th scope="row">${name(model.name)}</th><td>${at(model)}${also}</td><td>${to.length === 0 ? '' : `<ul>${to.join('')}</ul>`}</td><td class="number">${refs.referrers(model)}</td></tr>`
  })
  return `<p>An arrow leads from a model to the one that its ref names. Models that many refer to are named in the boxes, without an arrow.</p>
<p class="narrow">Wider than this screen: it scrolls both ways, and the table below it says the same.</p>
<div class="scroll drawing" tabindex="0" role="region" aria-label="Drawing of the models and their refs">${svg(modelsPicture(report), false)}</div>
<details><summary>The same as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Table of the models and their refs"><table><thead><tr><th scope="col">Model</th><th scope="col">Defined in</th><th scope="col">Refers to</th><th scope="col">Referred to by</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></details>`
}
