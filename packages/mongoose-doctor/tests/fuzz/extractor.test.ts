/** Real sources with bytes changed: whatever comes out, the extractor gives facts or an error, and never throws. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBody } from '../../src/facts/body.ts'
import { readModule } from '../../src/facts/module.ts'
import { runs, timeout } from './settings.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const sources = ['examples/clinic/app', 'examples/clinic/lib', 'examples/clinic/models', 'examples/clinic-before', 'packages/runtime/src', 'packages/mongoose-doctor/src/registration']
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .filter((file) => /\.tsx?$/.test(file) && !/node_modules|\.next/.test(file)).sort()
  .map((file) => ({ file, text: readFileSync(root + file, 'utf8') }))

/** What breaks parsers: brackets, quotes, ends of templates and comments, directives, half of a surrogate pair. */
const SCRAPS = ['{', '}', '(', ')', '[', ']', '`', '${', '\'', '"', '/*', '*/', '//', '/', '<', '>', '</', '=>', '...', '?.', ';', ',', '\n', '\r', '\u2028', '\uD800', '\0', '#', '@', '\\', '\\u{', 'import(', 'export *', 'await ', 'async ', 'class ', 'enum ', 'type ', '<T>', '0n', '\uFEFF', '#!']
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(40), scrap: fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ maxLength: 8 })), again: fc.nat(3) })

function edited(text: string, edits: readonly { at: number; cut: number; scrap: string; again: number }[]): string {
  return edits.reduce((all, { at, cut, scrap, again }) => {
    const from = Math.floor(at * all.length)
    return all.slice(0, from) + scrap.repeat(again) + all.slice(from + cut)
  }, text)
}

test('mutated sources', () => {
  expect(sources.length).toBeGreaterThan(60)
  fc.assert(fc.property(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 4 }), fc.constantFrom('.ts', '.tsx', '.js', '.mjs', '.cjs'), ({ file, text }, edits, extension) => {
    const name = file.replace(/\.tsx?$/, extension)
    const mutated = edited(text, edits)
    const facts = readModule(name, mutated)
    if (facts.error !== null) { expect(facts.imports).toEqual([]); return }
    for (const { start, end } of [...facts.imports, ...facts.dynamic]) expect(start >= 0 && start <= end && end <= mutated.length).toBe(true)
    readBody(name, mutated, facts.flawless)
  }), runs(3000))
}, timeout)
