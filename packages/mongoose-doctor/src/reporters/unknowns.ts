import type { Unknown } from '../kernel/report.ts'
import type { TextOptions } from './options.ts'
import { makeStyle } from './style.ts'
import { count, paragraph, place } from './words.ts'

const shown = 10

/** What could not be decided, grouped by reason; '' when there is nothing. */
export function unknownsText(unknown: readonly Unknown[], options: TextOptions): string {
  if (unknown.length === 0) return ''
  const style = makeStyle(options.color)
  const groups = new Map<string, Unknown[]>()
  for (const one of unknown.slice(0, shown)) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one])

  const lines = [style.strong(`Not decided (${count(unknown.length, 'place')})`)]
  for (const [reason, places] of groups) {
    lines.push(...paragraph(reason, options.width, '  '))
    for (const one of places) lines.push(`    ${style.place(place(one))}`)
  }
  if (unknown.length > shown) lines.push(`  ${style.faint(`+${unknown.length - shown} more; --format json lists all of them`)}`)
  return lines.join('\n')
}
