import { describe, expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'
import type { BodyFacts } from '../../src/facts/facts.ts'

function body(text: string, file = 'a.tsx'): BodyFacts {
  const facts = readBody(file, text)
  if (facts === null) throw new Error('does not parse')
  return facts
}

/** A value without its spans. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'start' && key !== 'end')
  return Object.fromEntries(entries.map(([key, each]) => [key, bare(each)]))
}

const expr = (text: string, file?: string) => {
  const last = body(text, file).body.at(-1)
  return bare(last?.kind === 'expression' ? last.value : last)
}
const global = (name: string) => ({ kind: 'name', name, binding: null })
const literal = (value: unknown) => ({ kind: 'literal', value })

describe('expressions', () => {
  test('types, parentheses and optional chains are unwrapped', () => {
    expect(expr('(a as any)!?.b["c"]')).toEqual({
      kind: 'member', property: 'c', optional: false, object: { kind: 'member', object: global('a'), property: 'b', optional: true },
    })
    expect(expr('<any>a', 'a.ts')).toEqual(global('a'))
  })

  test('calls, new, spread, tagged templates', () => {
    expect(expr('new A(b, ...c)')).toEqual({
      kind: 'call', callee: global('A'), construct: true, optional: false,
      args: [{ spread: false, value: global('b') }, { spread: true, value: global('c') }],
    })
    expect(expr('a`x${b}`')).toMatchObject({ kind: 'call', callee: global('a'), args: [{ spread: false, value: global('b') }] })
    expect(expr('a?.()')).toMatchObject({ kind: 'call', optional: true })
  })

  test('literals', () => {
    expect(expr('(`a`)')).toEqual(literal('a'))
    expect(expr('`a${b}c`')).toEqual({ kind: 'template', quasis: ['a', 'c'], holes: [global('b')] })
    expect(expr('undefined')).toEqual(literal(undefined))
    expect(expr('/^find/i')).toEqual({ kind: 'literal', value: undefined, regex: { source: '^find', flags: 'i' } })
  })

  test('import, import.meta and require', () => {
    expect(expr('await import("./x")')).toEqual({ kind: 'await', value: { kind: 'import', source: literal('./x') } })
    expect(expr('import.meta.glob("./*.ts")')).toMatchObject({ callee: { object: global('import.meta'), property: 'glob' } })
    expect(expr('require("./x")')).toMatchObject({ kind: 'call', callee: global('require') })
  })

  test('object members', () => {
    expect(expr('({ a, "b": 1, ["c"]: 2, [d]: 3, ...e, get f() { return 1 }, set g(v) {}, h() {} })')).toMatchObject({
      properties: [
        { kind: 'property', key: 'a', value: global('a') }, { key: 'b' }, { key: 'c' }, { key: global('d') },
        { kind: 'spread', value: global('e') }, { kind: 'getter', key: 'f' }, { kind: 'property', key: 'h', value: { kind: 'function' } },
      ],
    })
  })

  test('assignments', () => {
    expect(expr('a.b ||= c')).toMatchObject({ kind: 'assign', operator: '||', target: { kind: 'bindMember', target: { property: 'b' } } })
    const counted = { kind: 'assign', operator: '+', target: { kind: 'bindGlobal', name: 'a' }, value: literal(1) }
    expect(expr('++a')).toEqual(counted)
    // It gives what was there before.
    expect(expr('a++')).toEqual({ kind: 'binary', operator: '-', left: counted, right: literal(1) })
    expect(expr('({ a: [b, ...c], d = 1, ...e } = f)')).toMatchObject({
      operator: null,
      target: {
        kind: 'bindObject', rest: { name: 'e' },
        properties: [
          { key: 'a', value: { kind: 'bindArray', rest: { name: 'c' } } },
          { key: 'd', value: { kind: 'bindDefault', default: literal(1) } },
        ],
      },
    })
    expect(expr('export = a', 'a.ts')).toMatchObject({ target: { target: { object: global('module'), property: 'exports' } } })
  })

  test('JSX', () => {
    expect(expr('<Foo.Bar a="1" b {...c}>text{d}{/* note */}<p/><></></Foo.Bar>')).toMatchObject({
      kind: 'jsx', tag: { kind: 'member', object: global('Foo'), property: 'Bar' },
      attributes: { properties: [{ key: 'a', value: literal('1') }, { key: 'b', value: literal(true) }, { kind: 'spread' }] },
      children: [global('d'), { kind: 'jsx', tag: literal('p') }, { kind: 'jsx', tag: literal('') }],
    })
  })
})

describe('declarations', () => {
  test('one declarator a statement; function declarations first', () => {
    const kinds = body('f(); const a = 1, b = 2; function f() {} class C {}').body.map((each) => each.kind)
    expect(kinds).toEqual(['declareFunction', 'expression', 'declare', 'declare', 'declareClass'])
  })

  test('only types leave nothing', () => {
    const ambient = 'declare const c: 1; declare global { var d: 1 } declare module "x" {} function e(): void; '
    expect(body(ambient + 'interface A {} type B = 1; namespace F { type G = 1 }', 'a.ts').body).toEqual([])
  })

  test('an enum is an object', () => {
    const members = [['B', 0], ['C', 5], ['D', 6], ['E', 'e']].map(([key, value]) => ({ key, value: literal(value) }))
    expect(bare(body('enum A { B, C = 5, D, E = "e" }').body[0])).toMatchObject({ kind: 'declare', init: { properties: members } })
  })

  test('a namespace ends by making an object of its exports', () => {
    const facts = body('namespace A { export const b = 1; const c = 2 }')
    const block = facts.body[0]
    expect(block?.kind === 'block' && block.body.at(-1)).toMatchObject({ kind: 'declare', init: { properties: [{ key: 'b' }] } })
    expect(facts.bindings.find((each) => each.name === 'A')?.kind).toBe('namespace')
  })

  test('classes: parameter properties, private names, static blocks, decorators', () => {
    const facts = body(`@D() class A extends B {
      constructor(@Inject('User') private users: Model<User>) { super() }
      #x = 1; static { f() } @P() role?: string; get y() { return 1 } declare z: 1; m(): void; m() {}
    }`)
    const [fact] = facts.classes
    expect(fact?.members.map((each) => [each.kind, each.key, each.type])).toEqual([
      ['field', '#x', null], ['block', '', null], ['field', 'role', 'string'], ['getter', 'y', null], ['method', 'm', null],
    ])
    expect(bare(fact?.decorators)).toMatchObject([{ callee: global('D') }])
    const construct = facts.functions[fact?.construct ?? -1]
    expect(construct?.params.map((each) => each.type)).toEqual(['Model<User>'])
    expect(bare(construct?.params[0]?.decorators)).toMatchObject([{ callee: global('Inject') }])
    expect(bare(construct?.body)).toMatchObject([
      { value: { target: { target: { object: { kind: 'this' }, property: 'users' } }, value: { name: 'users', binding: 1 } } },
      { value: { callee: { kind: 'super' } } },
    ])
  })

  test('exports and the default binding', () => {
    const names = (text: string) => {
      const facts = body(text)
      return facts.exports.map((each) => `${each.exported}=${facts.bindings[each.binding]?.name}`)
    }
    expect(names('export const { a, b: [c] } = d; export { e as f }; function e() {}')).toEqual(['a=a', 'c=c', 'f=e'])
    expect(names('export default mongoose.model("A", s)')).toEqual(['default=*default*'])
    expect(names('export default function () {}')).toEqual(['default=*default*'])
    expect(names('export default class A {}')).toEqual(['default=A'])
    expect(names('import A from "a"; export { A }; export { B } from "b"; export * from "c"; interface C {} export { C }')).toEqual(['A=A'])
  })

  test('inline server actions', () => {
    const facts = body('function Page() { async function save() { "use server"; await f() } return <form action={save} /> }')
    expect(facts.inlineActions.map((id) => facts.functions[id]?.name)).toEqual(['save'])
    expect(facts.functions[1]).toMatchObject({ directives: ['use server'], parent: 0, async: true, body: [{ kind: 'expression' }] })
  })
})

test('statements', () => {
  expect(bare(body('a: for (let i = 0; i < 1; i++) { if (b) continue a; else break }').body)).toMatchObject([
    {
      kind: 'block', label: 'a',
      body: [{
        kind: 'loop', form: 'for', init: [{ kind: 'declare' }],
        body: [
          { kind: 'if', then: [{ jump: 'continue', label: 'a' }], else: [{ jump: 'break' }] },
          { value: { kind: 'binary', left: { kind: 'assign', operator: '+' } } },
        ],
      }],
    },
  ])
  expect(bare(body('try { a } catch ({ b }) { b } finally { c }').body)).toMatchObject([
    { kind: 'try', block: [{}], param: { kind: 'bindObject' }, handler: [{}], finalizer: [{}] },
  ])
  expect(bare(body('async () => { for await (const a of b) c }').functions[0]?.body)).toMatchObject([{ kind: 'forEach', form: 'await' }])
})

test.each(['const = 1', '('.repeat(1e5), 'a' + '.b'.repeat(1e5)])('null for what cannot be read: %.10s', (text) => {
  expect(readBody('a.ts', text)).toBeNull()
})

test('comments that switch rules off', () => {
  const text = `/* mongoose-doctor-disable */
// mongoose-doctor-disable-next-line missing-model, inert-import -- seeded elsewhere
a() // mongoose-doctor-disable-line unknown-ref
const b = "// mongoose-doctor-disable-line"; <p>{/* mongoose-doctor-disable-next-line x */}</p> // mongoose-doctor-disabled`
  expect(body(text).comments.map(({ form, rules, reason }) => ({ form, rules, reason }))).toEqual([
    { form: 'file', rules: [], reason: null },
    { form: 'next-line', rules: ['missing-model', 'inert-import'], reason: 'seeded elsewhere' },
    { form: 'line', rules: ['unknown-ref'], reason: null },
    { form: 'next-line', rules: ['x'], reason: null },
  ])
})
