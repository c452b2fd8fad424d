import { expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'

/** Where each use `$(name)` of a name leads: the offset of its declaration, as `line:kind`, or `global`. */
function resolve(text: string): string[] {
  const facts = readBody('a.ts', text)
  if (facts === null) throw new Error('does not parse')
  const found: [number, string][] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'call' && 'callee' in value && 'args' in value && Array.isArray(value.args)) {
      const [arg] = value.args
      const { callee } = value
      if (typeof callee === 'object' && callee !== null && 'name' in callee && callee.name === '$' && arg.value.kind === 'name') {
        const binding = facts.bindings[arg.value.binding]
        found.push([arg.value.start, binding === undefined ? 'global' : `${text.slice(0, binding.at).split('\n').length}:${binding.kind}`])
      }
    }
    Object.values(value).forEach(visit)
  }
  visit(facts.body)
  visit(facts.functions)
  visit(facts.classes)
  return found.sort((a, b) => a[0] - b[0]).map(([, each]) => each)
}

test.each([
  ['a global', '$(x)', ['global']],
  ['an import, a parameter over it', 'import x from "y"\n$(x); function f(x) {\n$(x) }', ['1:import', '2:param']],
  ['let in a block', 'let x\n{ let x\n$(x) } $(x)', ['2:let', '1:let']],
  ['const used before its line, in a function', 'function f() { $(x) }\nconst x = 1', ['2:const']],
  ['var leaves blocks, not functions', 'function f() { if (a) {\nvar x } $(x) }\n$(x)', ['2:var', 'global']],
  ['catch', 'let x\ntry {} catch (x) { $(x) }\n$(x)', ['2:catch', '1:let']],
  ['a named function expression', 'let x\ny = function x() { $(x) }\n$(x)', ['2:function', '1:let']],
  ['a named class expression', 'let x\ny = class x { a = $(x) }\n$(x)', ['2:class', '1:let']],
  ['destructuring', 'const { a: [x = 1, ...y], ...z } = b\n$(x); $(y); $(z)', ['1:const', '1:const', '1:const']],
  ['a switch is one scope', 'let x\nswitch (a) { case 1: let x\nbreak; case 2: $(x) }', ['2:let']],
  ['parameter defaults see parameters, not the body',
    'let y\nfunction f(x, a = $(x), b = $(y)) {\nlet y; $(y) }', ['2:param', '1:let', '3:let']],
  ['for', 'let x\nfor (const x of $(x)) $(x)\n$(x)', ['1:let', '2:const', '1:let']],
  ['a function is hoisted', '$(f)\nfunction f() {}', ['2:function']],
  ['arrow', 'let x\ny = (x) => $(x)', ['2:param']],
  ['enum members in initialisers', 'enum E { A,\nB = $(A) }\n$(E)', ['1:enum', '1:enum']],
  ['a namespace', 'namespace N { export const x = 1\n$(x) }\n$(N); $(x)', ['1:const', '1:namespace', 'global']],
])('%s', (_, text, expected) => {
  expect(resolve(text)).toEqual(expected)
})

test('a binding belongs to the function whose call makes it', () => {
  const facts = readBody('a.ts', 'let a; { let b } function f(c) { { var d; let e } g = () => { let h } }')
  const owners = Object.fromEntries(facts?.bindings.map((each) => [each.name, each.owner]) ?? [])
  expect(owners).toEqual({ a: null, b: null, f: null, c: 0, d: 0, e: 0, h: 1 })
})
