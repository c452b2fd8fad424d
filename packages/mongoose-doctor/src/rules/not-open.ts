/** Is this reached only where the connection is not open? What has not connected is cleared away before it is tried again. */
import type { Stmt } from '../facts/ir.ts'
import type { Site } from '../kernel/place.ts'
import type { Contact } from '../registration/contacts.ts'
import type { RuleContext } from './context.ts'

/** `if (mongoose.connection.readyState !== 1)` around it, or `if (… === 1) return` before it, here or on the way here. */
export function isNotOpen({ graph }: RuleContext, { site, trail }: Contact): boolean {
  return [site, ...trail].some((at) => {
    const body = graph.body(at.file)
    return body !== null && [body.body, ...body.functions.map((f) => f.body)].some((statements) => excludes(statements, at, graph.text(at.file)))
  })
}

/** What a test compares: the state itself, or what was given it. */
const STATE = String.raw`[\w.$?!\[\]]*readyState`
const OPEN = String.raw`(?:1\b|\w[\w.]*\.connected\b)`

function excludes(statements: readonly Stmt[], at: Site, text: string): boolean {
  const index = statements.findIndex((one) => one.start <= at.start && at.end <= one.end)
  const one = statements[index]
  if (one === undefined) return false
  const before = statements.slice(0, index)
  if (before.some((each) => each.kind === 'if' && ends(each.then) && asks(text, each.test, before, 'open'))) return true
  switch (one.kind) {
    case 'if': {
      const inThen = one.then.some((each) => each.start <= at.start && at.end <= each.end)
      return (inThen && asks(text, one.test, before, 'not open')) || excludes(inThen ? one.then : one.else, at, text)
    }
    case 'try': return [one.block, one.handler ?? [], one.finalizer ?? []].some((block) => excludes(block, at, text))
    case 'block': case 'loop': case 'forEach': return excludes(one.body, at, text)
    default: return false
  }
}

/** Nothing goes on behind it. */
const ends = (statements: readonly Stmt[]): boolean => {
  const last = statements.at(-1)
  return last !== undefined && (last.kind === 'return' || last.kind === 'throw' || (last.kind === 'block' && ends(last.body)))
}

function asks(text: string, test: { readonly start: number; readonly end: number }, before: readonly Stmt[], what: 'open' | 'not open'): boolean {
  const [first] = before
  const given = first === undefined ? [] : [...text.slice(first.start, test.start).matchAll(GIVEN)].map(([, name = '']) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  const state = [STATE, ...given].join('|')
  const pattern = what === 'open' ? `^\\(?(?:${state})\\s*===?\\s*${OPEN}` : `(?:${state})\\s*(?:!==?\\s*${OPEN}|<\\s*1\\b|===?\\s*[023]\\b)`
  const asked = text.slice(test.start, test.end)
  // `=== 1 && fresh` may go on where it is open.
  return new RegExp(pattern).test(asked) && !(what === 'open' && asked.includes('&&'))
}
/** `state.isConnected = mongoose.connections[0].readyState` */
const GIVEN = /([\w.$]+)\s*=\s*mongoose[\w.$?![\]]*[rR]eadyState/g
