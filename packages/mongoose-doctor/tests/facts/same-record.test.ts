import { expect, test } from 'vitest'
import { readModule } from '../../src/facts/module.ts'
import { createPacker } from '../../src/facts/packed.ts'
import { isSameRecord } from '../../src/facts/same-record.ts'

const first = `import { a } from './a'\nexport * from './b'\nexport const label = 'Save'\nexport const load = () => import('./c')\n`

test.each<[string, string, boolean]>([
  ['the same', first, true],
  ['code that grows above and between', first.replace('\n', '\n// Why.\n').replace(`'Save'`, `'Save as'`), true],
  ['another order of what is loaded', `export * from './b'\n${first.replace(`export * from './b'\n`, '')}`, false],
  ['another import', first.replace('./a', './d'), false],
  ['another name', first.replace('{ a }', '{ b }'), false],
  ['an import that is a type', first.replace('{ a }', '{ type a }'), false],
  ['another export', first.replace('label', 'title'), false],
  ['another import()', first.replace('./c', './d'), false],
  ['a directive', `'use client'\n${first}`, false],
  ['code that mentions Mongoose', `${first}// mongoose\n`, false],
  ['an error', `${first}const = 1\n`, false],
])('%s', (_, text, isSame) => {
  const before = readModule('app/a.ts', first)
  expect(isSameRecord(before, readModule('app/a.ts', text))).toBe(isSame)
  expect(isSameRecord(createPacker().compact(before), readModule('app/a.ts', text))).toBe(isSame)
})

test('an error that stands elsewhere is another', () => {
  const broken = (before: string) => readModule('app/a.ts', `${before}const = 1\n`)
  expect(isSameRecord(broken(''), broken(''))).toBe(true)
  expect(isSameRecord(broken(''), broken('// Why.\n'))).toBe(false)
})
