/** `import('x')` and `require('x')` with a constant specifier, wherever they stand. */
import type { EcmaScriptModule } from 'oxc-parser'
import type { DynamicFact, ImportFact } from './facts.ts'
import { owned } from './owned.ts'
import { constantAt, triviaOf } from './trivia.ts'

// `require.resolve(` evaluates nothing.
const REQUIRE = /\brequire\s*(?:\?\.\s*)?\(/g

/**
 * Dynamic edges. `require` is found in the text alone: one in a comment or a string is a false edge, which only widens the set
 * of files that are looked into.
 */
export function dynamicFacts(record: EcmaScriptModule, text: string, imports: readonly ImportFact[]): DynamicFact[] {
  const facts: DynamicFact[] = []
  for (const { start, end, moduleRequest } of record.dynamicImports) {
    const constant = constantAt(text, moduleRequest.start)
    if (constant === null) continue
    // Past the literal only a type may follow: `import('./x' as string)`.
    const rest = text.slice(constant.end, moduleRequest.end).trim()
    if (rest === '' || /^(?:as|satisfies)\b|^!$/.test(rest)) facts.push({ via: 'import', start, end, specifier: owned(constant.value) })
  }
  if (text.includes('require')) {
    const equals = imports.filter((each) => each.importEquals)
    const skip = triviaOf(text)
    let passed = 0
    for (const match of text.matchAll(REQUIRE)) {
      const constant = constantAt(text, skip(match.index + match[0].length))
      if (constant === null) continue
      const close = skip(constant.end)
      if (text[close] !== ')' && text[close] !== ',') continue
      // Both are in the order of the text.
      while ((equals[passed]?.end ?? Infinity) <= match.index) passed++
      if ((equals[passed]?.start ?? Infinity) < match.index) continue
      facts.push({ via: 'require', start: match.index, end: close + 1, specifier: owned(constant.value) })
    }
  }
  return facts
}
