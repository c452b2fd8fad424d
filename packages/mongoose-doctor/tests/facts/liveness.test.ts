import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'

function last(text: string) {
  const facts = readBody('a.tsx', `import X from "x"\n${text}`)
  const live = facts?.liveness.at(-1)
  const names = (ids: readonly number[] = []) => ids.map((id) => facts?.bindings[id]?.name)
  return { declares: names(live?.declares), mentions: names(live?.mentions), effect: live?.effect }
}

describe('statements without an effect', () => {
  test.each([
    'const a = X', 'const a = [X, { b: X.c, ...X }]', 'const a = () => f()', 'function a() { f() }', 'class A extends X { b = f() }',
    'const a = /* @__PURE__ */ f(X)', 'const a = /*#__PURE__*/ new X()', 'const a = new Map()', 'enum A { B = 1 }', 'const { a } = X',
    'const a = <X b={X} />', 'export default X', 'if (false) { f() }', '/* @__PURE__ */ f()', 'let a',
  ])('%s', (text) => {
    expect(last(text).effect).toBe(false)
  })
})

describe('statements with one', () => {
  test.each([
    'const a = f()', 'const a = new X()', 'const a = await X', 'X;', 'void X', 'X.b = 1', 
    'class A { static b = f() }', 'class A { static { f() } }',
    'class A { @X b }', 'class A { constructor(@X b) {} }', '@X class A {}', 'class A { [f()]() {} }', 'class A extends f() {}',
    'const [a] = X',    'const a = [...X]', 'if (X) f()', 'for (;;) {}', 'const a = /* @__PURE__ */ f(g())', 'delete X.a',
  ])('%s', (text) => {
    expect(last(text).effect).toBe(true)
  })
})

describe('mentions leave out what production never runs', () => {
  test.each([
    'if (false) X', 'if (true) {} else X', '0 && X', 'true || X', 'f(false ? X : 1)', 'if (process.env.NODE_ENV === "test") X',
    'if (process.env.NODE_ENV !== "production") { f(() => X) }', 'if ("development" === process.env.NODE_ENV && a) X', 'while (false) X',
    '!1 && X', '"a" ?? X',
  ])('%s', (text) => {
    expect(last(text).mentions).toEqual([])
  })
  test.each([
    'if (a) X', 'if (process.env.NODE_ENV === "production") X', 'if (process.env.OTHER === "test") X', '1 && X',
    'function f() { return () => X }',    'if (a || process.env.NODE_ENV === "test") X', 'const process = X',
  ])('%s', (text) => {
    expect(last(text).mentions).toEqual(['X'])
  })
})

test('declared names, a nested var included', () => {
  expect(last('const { a, b: [c] } = X').declares).toEqual(['a', 'c'])
  expect(last('if (b) { var d = X; let e }').declares).toEqual(['d'])
  expect(last('class A { b = A }')).toMatchObject({ declares: ['A'], mentions: ['A'] })
  expect(last('export default () => X')).toMatchObject({ declares: ['*default*'], mentions: ['X'] })
  expect(last('namespace N { export const a = X }').declares).toEqual(['N'])
})
