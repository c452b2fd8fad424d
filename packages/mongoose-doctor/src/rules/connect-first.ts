/** The edit that connects at the start of a function, written as the neighbours in its file write it. */
import type { FunctionFact, Stmt } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import type { Replacement } from './diagnosis.ts'
import { functionAround } from './troubles.ts'

/** One edit for each function around these places of one file; null where it isn't plain what to write, or where. */
export function connectFirst(context: RuleContext, app: AppState, sites: readonly Site[]): readonly Replacement[] | null {
  const [first] = sites
  const call = first === undefined ? null : callIn(context, app, first.file)
  if (call === null) return null
  const edits = new Map<number, Replacement>()
  for (const site of sites) {
    const at = placeIn(context, site)
    if (at === null) return null
    edits.set(at, { file: site.file, start: at, end: at, text: `${call}\n${indentAt(context.graph.text(site.file), at)}` })
  }
  return [...edits.values()]
}

/** `await connectToDatabase()`, if all functions of the file that connect do it by this statement. */
function callIn({ graph }: RuleContext, app: AppState, file: string): string | null {
  const text = graph.text(file)
  const calls = new Set<string>()
  for (const { contacts } of app.entries) {
    for (const { kind, trail } of contacts.flat()) {
      if (kind !== 'open') continue
      for (const site of trail.filter((one) => one.file === file)) {
        const code = text.slice(site.start, site.end)
        const isStatement = /^[\w$]+\(\)$/.test(code) && /(?:^|\n)[ \t]*await $/.test(text.slice(0, site.start)) && /^;?[ \t]*(?:\r?\n|$)/.test(text.slice(site.end))
        // A function of the file that connects for another one of it is no helper.
        if (isStatement) calls.add(`await ${code}${text[site.end] === ';' ? ';' : ''}`)
      }
    }
  }
  const [call, ...others] = calls
  return call === undefined || others.length > 0 ? null : call
}

/** Before the first statement of the outermost function around a place, inside of its `try`. */
function placeIn(context: RuleContext, site: Site): number | null {
  const index = functionAround(context, site)
  const fact = index === null ? undefined : context.graph.body(site.file)?.functions[index]
  if (fact === undefined || !fact.async) return null
  const text = context.graph.text(site.file)
  const [first] = fact.body
  if (first === undefined || !opensBlock(text, fact, first)) return null
  if (first.kind !== 'try') return first.start
  const [inner] = first.block
  return inner !== undefined && opensBlock(text, first, inner) ? inner.start : null
}

/** Nothing stands between the brace and the statement: an arrow function has no brace, and a comment may be about what it stands before. */
const opensBlock = (text: string, outer: FunctionFact | Stmt, first: Stmt): boolean => text.slice(outer.start, first.start).trimEnd().endsWith('{')

const indentAt = (text: string, at: number): string => /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] ?? ''
