import { sha256 } from '../kernel/hash.ts'
import type { Site } from '../kernel/place.ts'
import type { Finding, Reason } from '../kernel/report.ts'
import type { RuleName } from '../kernel/rules.ts'
import type { RuleContext } from './context.ts'

/** What a rule decides of a finding; the rest follows from the place. */
export type Draft = Pick<Finding, 'rule' | 'severity' | 'confidence' | 'model' | 'entries' | 'message' | 'because' | 'path' | 'help' | 'fixable'> & { readonly site: Site }

export function findingAt(context: RuleContext, { site, ...draft }: Draft): Finding {
  const start = context.position(site.file, site.start)
  const end = context.position(site.file, site.end)
  return {
    id: identity(draft.rule, draft.model, site.file, textOf(context, site)),
    ...draft, entries: [...new Set(draft.entries)].sort(),
    file: site.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
  }
}

/** Stays the same when lines move or white space changes. */
function identity(rule: RuleName, model: string, file: string, code: string): string {
  return sha256([rule, model, file, code.replaceAll(/\s+/g, ' ')].join('\0')).slice(0, 16)
}

function textOf(context: RuleContext, site: Site): string {
  return context.graph.modules.has(site.file) ? context.graph.text(site.file).slice(site.start, site.end) : ''
}

export function reason(context: RuleContext, site: Site, text: string): Reason {
  return { file: site.file, line: context.position(site.file, site.start).line, text }
}

/** One line of code, short enough for a sentence. */
export function snippet(context: RuleContext, site: Site, longest = 60): string {
  const text = textOf(context, site).replaceAll(/\s+/g, ' ').trim()
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
