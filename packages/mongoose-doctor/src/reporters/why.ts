import type { WhyAnswer, WhyStatus } from '../kernel/report.ts'
import { escapeText } from './escape.ts'
import type { TextOptions } from './options.ts'
import { makeStyle, type Style } from './style.ts'
import { count, numbered, paragraph } from './words.ts'

const words: Record<WhyStatus, string> = {
  missing: 'needed here, and not surely registered',
  maybe: 'registered on some paths only',
  registered: 'registered',
  everywhere: 'registered before any entry runs',
  'not-registered': 'not registered, and nothing here needs it',
}

/** How many of each are told in full: what is wrong first. */
const inFull: readonly (readonly [WhyStatus, number])[] = [['missing', 10], ['maybe', 5], ['registered', 3], ['everywhere', 1], ['not-registered', 3]]

/** How a model gets registered, or where the chain breaks, entry by entry. */
export function whyText(answers: readonly WhyAnswer[], options: TextOptions): string {
  const style = makeStyle(options.color)
  const parts: string[] = []
  for (const [status, limit] of inFull) {
    const those = answers.filter((answer) => answer.status === status)
    // One answer is what was asked for; of many, the rest is counted.
    parts.push(...those.slice(0, limit).map((answer) => one(answer, options.width, style)))
    if (those.length > limit) {
      parts.push(style.faint(`+${count(those.length - limit, 'more entry', 'more entries')}: ${words[status]}. Name one to see its chain.`))
    }
  }
  return `${parts.join('\n\n')}\n`
}

function one(answer: WhyAnswer, width: number, style: Style): string {
  const paint = answer.status === 'missing' ? style.error : answer.status === 'maybe' ? style.warning : style.good
  return [
    `${style.strong(escapeText(answer.model))} in ${style.place(escapeText(answer.entry))} (${answer.kind})`,
    ...paragraph(words[answer.status], width, '  ').map(paint),
    ...numbered(answer.steps, width, '  ', style.place),
  ].join('\n')
}
