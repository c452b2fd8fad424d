import type { Finding, Report, RuleName, Severity, Sources } from '../../kernel/report.ts'
import { codeFrame } from '../code-frame.ts'
import { markupLines } from '../markup.ts'
import { rulePages } from '../rule-pages.ts'
import { makeStyle } from '../style.ts'
import { count, fixCommand } from '../words.ts'
import { kindsOf } from '../picture/path-picture.ts'
import { path as pathOf } from './path.ts'
import { at, code, listed, name, prose } from './text.ts'

const plain = makeStyle(false)
const severities: Readonly<Record<Severity, string>> = { error: '<span aria-hidden="true">✗</span> error', warning: '<span aria-hidden="true">!</span> warning', info: '<span aria-hidden="true">i</span> note' }

/** Where the page has a finding. */
export const anchorOf = (index: number): string => `finding-${index + 1}`

export function findings(report: Report, sources: Sources): string {
  const { findings: all } = report
  if (all.length === 0) return '<p>There are none.</p>'
  return contents(all) + all.map((finding, index) => article(finding, index, report, sources)).join('\n') + rules(all)
}

/** Where there are many, a list to choose from. */
function contents(all: readonly Finding[]): string {
  if (all.length < 6) return ''
  const items = all.map((finding, index) => `<li><a href="#${anchorOf(index)}">${severities[finding.severity]}: ${what(finding)} in ${at(finding)}</a></li>`)
  return `<details class="contents"${all.length > 30 ? '' : ' open=""'}><summary>All ${all.length} in short</summary><ol>${items.join('')}</ol></details>\n`
}

const what = ({ rule, model }: Finding): string => (model === '' ? rule : `${rule} of <b>${name(model)}</b>`)

function article(finding: Finding, index: number, report: Report, sources: Sources): string {
  const { severity, confidence, message, entries, because, file, line, column } = finding
  const anchor = anchorOf(index)
  const title = `${anchor}-title`
  const broken = entries.length === 0 ? '' : ` · breaks ${count(entries.length, 'entry', 'entries')}`
  return `<article class="finding ${severity}" id="${anchor}" aria-labelledby="${title}">
<h3 id="${title}"><span class="severity">${severities[severity]}</span> ${what(finding)}</h3>
<p class="where">${code(`${file}:${line}:${column}`)} · ${confidence}${severity === 'error' ? broken : ''}</p>
<p class="message">${prose(message)}</p>
<div class="columns">${drawn(finding, report)}<div>${frame(finding, sources, `${anchor}-code`)}${steps(because)}</div></div>
${entriesOf(finding, report)}${mend(finding)}</article>`
}

function drawn(finding: Finding, report: Report): string {
  if (finding.path.length === 0) return ''
  const of = finding.entries.length > 1 ? ` <small>in one of the ${finding.entries.length} entries</small>` : ''
  return `<div><h4>${finding.path.some(({ kind }) => kind === 'entry') ? 'The way from the entry to the model' : 'Where the name leads'}${of}</h4>${pathOf(finding, report)}</div>`
}

function frame(finding: Finding, sources: Sources, id: string): string {
  const text = sources.text(finding.file)
  const lines = text === null ? [] : codeFrame(text, finding, 70, plain)
  // It may be wider than its place: then the keyboard has to reach it.
  return lines.length === 0 ? '' : `<h4 id="${id}">The code</h4><pre tabindex="0" role="group" aria-labelledby="${id}">${markupLines(lines.join('\n'))}</pre>`
}

function steps(because: Finding['because']): string {
  return because.length === 0 ? '' : `<h4>Why</h4><ol class="why">${because.map((reason) => `<li>${prose(reason.text)} ${at(reason)}</li>`).join('')}</ol>`
}

function entriesOf({ entries, path }: Finding, report: Report): string {
  // One alone is in the drawing.
  if (entries.length === 0 || (entries.length === 1 && path.some(({ kind }) => kind === 'entry'))) return ''
  const items = entries.map((entry) => `${code(entry)}${kindsOf(report, entry).map((kind) => ` <span class="kind">${kind}</span>`).join('')}`)
  return `<h4>Entries</h4>${listed(items, 5, 'entries')}`
}

function mend(finding: Finding): string {
  const { help, fixable, model } = finding
  if (help === null && !fixable) return ''
  const command = fixCommand(model, [finding])
  const automatic = !fixable ? '' : `<p>Mended by ${code(command ?? 'mongoose-doctor --fix')}</p>`
  return `<h4>Fix</h4>${help === null ? '' : `<p>${prose(help)}</p>`}${automatic}`
}

/** What the rules that occur are about. */
function rules(all: readonly Finding[]): string {
  const names = [...new Set(all.map(({ rule }) => rule))].sort()
  const item = (rule: RuleName): string => `<dt>${rule}</dt><dd>${prose(rulePages[rule].what)} ${prose(rulePages[rule].why)}</dd>`
  return `\n<details class="rules"><summary>What these rules are about</summary><dl>${names.map(item).join('')}</dl></details>`
}
