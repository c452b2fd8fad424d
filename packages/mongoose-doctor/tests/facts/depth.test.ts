/** Without the guard, each of these ends the process with a segmentation fault. */
import { describe, expect, test } from 'vitest'
import { nestsTooDeeply } from '../../src/facts/depth.ts'
import { readModule } from '../../src/facts/module.ts'

const DEEP: Readonly<Record<string, string>> = {
  'brackets that strings seem to close': `x=${'["]",'.repeat(3e4)}${']'.repeat(3e4)}`,
  'brackets that regular expressions seem to close': `x=${'[/]/,[ /[/]]/,'.repeat(3e4)}${']'.repeat(6e4)}`,
  'brackets that templates seem to close': `x=${'[`]`,'.repeat(3e4)}${']'.repeat(3e4)}`,
  'brackets that comments seem to close': `x=${'[/*]*/'.repeat(3e4)}${']'.repeat(3e4)}`,
  'the same after a backtick in JSX': `y=<a>\`</a>;x=${'["]",'.repeat(3e4)}${']'.repeat(3e4)};y=<a>\`</a>`,
  templates: `${'`${'.repeat(5e3)}1${'}`'.repeat(5e3)}`,
  'JSX elements': `x=${'<a>'.repeat(2e4)}${'</a>'.repeat(2e4)}`,
  'type arguments': `type x=${'A<'.repeat(1e4)}B${'>'.repeat(1e4)}`,
  'type arguments and spaces': `let x: ${'A< '.repeat(1e4)}B${'> '.repeat(1e4)}`,
  'type arguments, tabs and lines': `let x: ${'A <\t'.repeat(5e3)}${'A\n<\n'.repeat(5e3)}B${'> '.repeat(1e4)}`,
  await: `async()=>{${'await '.repeat(1e5)}1}`,
  new: `${'new '.repeat(5e4)}a`,
  'new, on lines and between comments': `${'new\nnew/**/'.repeat(3e4)}a`,
  typeof: `${'typeof '.repeat(5e4)}a`,
  yield: `function*g(){${'yield '.repeat(2e4)}1}`,
  'class extends': `x=${'class extends '.repeat(2e4)}a${'{}'.repeat(2e4)}`,
  in: `a${' in a'.repeat(1e5)}`,
  'exclamation marks': `${'!'.repeat(1e5)}a`,
  arrows: `x=${'a=>'.repeat(3e4)}1`,
  if: `${'if(a)'.repeat(5e4)}b`,
  do: `${'do '.repeat(2e4)};`,
  labels: `${Array.from({ length: 3e4 }, (_, i) => `l${i}:`).join('')};`,
  void: `${'void '.repeat(5e4)}a`,
  delete: `${'delete '.repeat(5e4)}a`,
  keyof: `let x: ${'keyof '.repeat(5e4)}a`,
  readonly: `let x: ${'readonly '.repeat(5e4)}a`,
  'do, labels between other letters': `${'é:do\u00a0'.repeat(2e4)};`,
  assignments: `${'a=b='.repeat(2e4)}1`,
  conditions: `${'a?b:'.repeat(3e4)}1`,
  calls: `a${'()'.repeat(3e5)}`,
  members: `a${'.b'.repeat(3e5)}`,
  'qualified names': `namespace a${'.b'.repeat(4e4)} {}`,
}

describe('nested too deeply for the native parser', () => {
  test.each(Object.entries(DEEP))('%s', (_, text) => {
    expect(readModule('x.tsx', text).error?.message).toBe('nested too deeply to be parsed')
  })
})

describe('long is not deep', () => {
  test.each([
    ['comparisons', 'if (a < b && c < d || e < 1) f(i < n)\nfor (let i = 0; i < n; i++) g(i < 2 ? 1 : 2)\n'.repeat(5e3)],
    ['data', `export const rows = [\n${'  { id: 1, name: "a)]}", tags: ["x", "y"], at: new Date(0) },\n'.repeat(2e4)}]`],
    ['JSX with quotes in its text', `x = <>${"<p>don't {f('a')} won't</p>\n".repeat(5e3)}</>`],
    ['templates with brackets and quotes', 'x(`it\'s (${a["b"]} of {`);\n'.repeat(5e3)],
    ['regular expressions and divisions', 'x = a / (b) / c; y = s.replace(/["\'`(]/g, "").split(/[/)]/);\n'.repeat(5e3)],
    ['statements without semicolons', 'const a = await new B().c\nif (a) d()\nelse e()\n'.repeat(5e3)],
  ])('%s', (_, text) => {
    expect(nestsTooDeeply(text)).toBe(false)
    expect(readModule('x.tsx', text).error).toBeNull()
  })

  test.each([
    ['quotes', "'\\'".repeat(1e6)], ['comments', '/*'.repeat(1e6)], ['templates', '`${'.repeat(1e6)], ['slashes', '=/\\/'.repeat(1e6)],
  ])('it takes linear time to tell: %s that do not end', (_, text) => {
    const started = performance.now()
    nestsTooDeeply(text)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
