import type { Finding, Report } from '../../kernel/report.ts'
import { linkWords, stepWords } from '../picture/path-words.ts'
import { kindsOf } from '../picture/path-picture.ts'
import { at, name } from './text.ts'

const marks = { whole: '', broken: '<span aria-hidden="true">✗ </span>', unsure: '<span aria-hidden="true">? </span>' } as const

/** The picture of a finding's path: boxes with arrows between them, which are a list to those who don't see them. */
export function path({ path: steps, model }: Finding, report: Report): string {
  const isBroken = steps.some(({ link }) => link !== null && linkWords(link).kind === 'broken')
  const items = steps.map((step) => {
    const { kind, file, line, link } = step
    const place = file === null ? '' : ` ${at({ file, line })}`
    const kinds = kind === 'entry' ? kindsOf(report, file).map((one) => ` <span class="kind">${one}</span>`).join('') : ''
    const box = `<div class="box"><b>${name(stepWords(step, model))}</b>${place}${kinds}</div>`
    return `<li class="${kind}${isBroken && kind === 'model' ? ' bad' : ''}">${box}${link === null ? '' : arrow(link)}</li>`
  })
  return `<ol class="path" role="list">${items.join('')}</ol>`
}

function arrow(link: Parameters<typeof linkWords>[0]): string {
  const { text, kind } = linkWords(link)
  return `<div class="link ${kind}">${marks[kind]}${kind === 'broken' ? `<span class="hidden">The chain breaks: </span>${text}` : text}</div>`
}
