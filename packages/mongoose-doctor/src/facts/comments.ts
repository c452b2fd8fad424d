/** What comments say to this tool and to bundlers. */
import type { Comment } from 'oxc-parser'
import type { DisableComment } from './facts.ts'
import { skipTrivia } from './trivia.ts'

const DISABLE = /^[\s*]*mongoose-doctor-disable(-next-line|-line)?(?![\w-])/

/** `mongoose-doctor-disable[-line|-next-line] rule-a, rule-b -- reason`, in either kind of comment. No rule means all of them. */
export function disableComments(comments: readonly Comment[]): DisableComment[] {
  const found: DisableComment[] = []
  for (const { value, start, end } of comments) {
    const match = DISABLE.exec(value)
    if (match === null) continue
    const rest = value.slice(match[0].length)
    const dashes = rest.indexOf('--')
    const rules = (dashes === -1 ? rest : rest.slice(0, dashes)).split(/[\s,]+/).filter((each) => each !== '' && each !== '*')
    const reason = dashes === -1 ? '' : rest.slice(dashes).replace(/^-+/, '').trim()
    const form = match[1] === '-next-line' ? 'next-line' : match[1] === '-line' ? 'line' : 'file'
    found.push({ form, rules, reason: reason === '' ? null : reason, start, end })
  }
  return found
}

/** Offsets of the calls that a comment `@__PURE__` stands before. */
export function pureCalls(comments: readonly Comment[], text: string): Set<number> {
  const starts = new Set<number>()
  for (let i = 0; i < comments.length; i++) {
    const comment = comments[i]
    if (comment === undefined || !/[@#]__PURE__/.test(comment.value)) continue
    // Of comments in a row only the last is followed by code: none is scanned twice.
    const after = skipTrivia(text, comment.end)
    while ((comments[i + 1]?.start ?? after) < after) i++
    starts.add(after)
  }
  return starts
}
