/** What the reader takes and what the schema takes are the same. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { openDisk } from '../../src/disk/disk.ts'
import { ruleNames } from '../../src/kernel/rules.ts'
import { configIn, configKeys, ruleLevels } from '../../src/project/config.ts'
import { mayBeConfigured } from '../../src/project/config-file.ts'
import { withTree } from '../helpers/tree.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'))
const isValid = new Ajv().compile(schema)
const read = (text: string, file = 'mongoose-doctor.jsonc') => configIn(openDisk(withTree({ [file]: text })), '')
const errorsOf = (text: string, file?: string): string[] => {
  const config = read(text, file)
  return config !== null && 'errors' in config ? config.errors.map(({ line, message }) => `${line}: ${message}`) : []
}

test('the schema has the keys, rules and levels of the reader', () => {
  expect(Object.keys(schema.properties)).toEqual(configKeys)
  expect(Object.keys(schema.properties.rules.properties)).toEqual(ruleNames)
  expect(schema.definitions.level.enum).toEqual(ruleLevels)
})

const FULL = `// why: …
{
  "$schema": "./node_modules/mongoose-doctor/schema/config.schema.json",
  "entries": ["scripts/*.ts", "./functions/"],
  "ignoreFindingsIn": ["playground/**"],
  "rules": { "unknown-ref": "off", "unused-disable": "error" }, // two of them
  "strict": true,
  "baseline": "known/findings.json",
  "strategy": "registry",
}
`

test('every value knows its line', () => {
  expect(read(FULL)).toMatchObject({
    file: 'mongoose-doctor.jsonc',
    entries: [{ value: 'scripts/*.ts', file: 'mongoose-doctor.jsonc', line: 4 }, { value: 'functions', line: 4 }],
    ignoreFindingsIn: [{ value: 'playground/**', line: 5 }],
    rules: new Map([['unknown-ref', { value: 'off', line: 6 }], ['unused-disable', { value: 'error', line: 6 }]].map(([rule, level]) => [rule, expect.objectContaining(level)])),
    strict: { value: true, line: 7 }, baseline: { value: 'known/findings.json', line: 8 }, strategy: { value: 'registry', line: 9 },
  })
})

describe('where it may be', () => {
  test.each<[string, Record<string, unknown>, string | null]>([
    ['nowhere', { 'package.json': { scripts: { doctor: 'mongoose-doctor' }, devDependencies: { 'mongoose-doctor': '1' } } }, null],
    ['mongoose-doctor.json', { 'mongoose-doctor.json': {} }, 'mongoose-doctor.json'],
    ['package.json', { 'package.json': { 'mongoose-doctor': { strict: true } } }, 'package.json'],
  ])('%s', (_name, files, file) => {
    const disk = openDisk(withTree(files))
    expect(configIn(disk, '')).toEqual(file === null ? null : expect.objectContaining({ file }))
    expect(mayBeConfigured(disk)).toBe(file !== null)
  })

  test('not in two places', () => {
    const disk = openDisk(withTree({ 'a/mongoose-doctor.jsonc': {}, 'a/package.json': { 'mongoose-doctor': {} } }))
    expect(configIn(disk, 'a')).toMatchObject({ errors: [{ message: 'There is more than one configuration: a/mongoose-doctor.jsonc, the key "mongoose-doctor" of a/package.json. Keep one of them.' }] })
  })
})

test.each([
  {}, { strict: false }, { entries: [] }, { entries: ['app/(shop)/[id]/x.ts', 'a/**', '**/worker.{ts,js}', '.hidden/x.ts', `${'**/'.repeat(10)}x`] }, { rules: {} },
  { baseline: 'a.json' }, { strategy: 'lazy' }, { $schema: 'anywhere' },
])('%j is one for both', (config) => {
  expect({ errors: errorsOf(JSON.stringify(config)), schema: isValid(config) }).toEqual({ errors: [], schema: true })
})

test.each<[unknown, string]>([
  [[], '1: A configuration is an object: { "strict": true }.'],
  [null, '1: A configuration is an object: { "strict": true }.'],
  [{ entires: [] }, `1: Unknown key "entires". Did you mean entries? The keys are ${configKeys.join(', ')}.`],
  [{ $schema: 1 }, '1: "$schema" must be the address of the schema.'],
  [{ entries: 'scripts/*.ts' }, '1: "entries" must be a list of globs: ["scripts/*.ts"].'],
  [{ entries: [1] }, '1: "entries" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ entries: [''] }, '1: "entries" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ entries: ['.'] }, '1: "entries" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ entries: ['../x.ts'] }, '1: "entries" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ ignoreFindingsIn: ['/etc/**'] }, '1: "ignoreFindingsIn" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ entries: ['x'.repeat(201)] }, '1: "entries" takes files, folders and globs, relative to this folder and below it: "scripts/*.ts".'],
  [{ entries: ['!x.ts'] }, '1: "entries" only adds: a glob can\'t begin with "!".'],
  [{ entries: Array.from({ length: 101 }, () => 'a') }, '1: "entries" has more than 100 globs.'],
  [{ entries: ['a*/'.repeat(11) + 'x'] }, '1: "entries" has a glob with more than 10 of *, **, ? and {}.'],
  [{ rules: [] }, '1: "rules" must be an object: { "unknown-ref": "off" }.'],
  [{ rules: { 'unknown-reff': 'off' } }, `1: There is no rule "unknown-reff". Did you mean unknown-ref? The rules are ${ruleNames.join(', ')}.`],
  [{ rules: { 'unknown-ref': 'warn' } }, '1: "unknown-ref" must be "error", "warning", "info" or "off".'],
  [{ rules: { 'unknown-ref': 2 } }, '1: "unknown-ref" must be "error", "warning", "info" or "off".'],
  [{ strict: 'yes' }, '1: "strict" must be true or false.'],
  [{ baseline: '../b.json' }, '1: "baseline" must be the path of a .json file in this folder or below it.'],
  [{ baseline: '/b.json' }, '1: "baseline" must be the path of a .json file in this folder or below it.'],
  [{ baseline: '.git/b.json' }, '1: "baseline" must be the path of a .json file in this folder or below it.'],
  [{ baseline: 'b.txt' }, '1: "baseline" must be the path of a .json file in this folder or below it.'],
  [{ strategy: 'lasy' }, '1: "strategy" must be "import", "registry", "lazy" or "ensure". Did you mean lazy?'],
])('none for both: %#', (config, message) => {
  expect({ errors: errorsOf(JSON.stringify(config)), schema: isValid(config) }).toEqual({ errors: [message], schema: false })
})

test.each([
  ['', '1: It is empty; a configuration that says nothing is {}.'],
  ['{\n  "strict": tru\n}', '2: It is not valid JSON (InvalidSymbol).'],
  ['{\n"strict": true,\n"strict": false }', '3: "strict" is given twice.'],
  ['{ "a": 1,\n"b": 2 }', `1: Unknown key "a". The keys are ${configKeys.join(', ')}.`],
  [`{ "x": ${'['.repeat(40_000)}`, '1: It is nested too deeply.'],
  [`{${' '.repeat(100_001)}}`, '1: It is too long for a configuration.'],
])('not even JSON, or not quite: %#', (text, first) => {
  expect(errorsOf(text)[0]).toBe(first)
})

test('a byte order mark is no part of it, and a broken package.json is for others to tell', () => {
  expect(read('\uFEFF{}')).toMatchObject({ file: 'mongoose-doctor.jsonc' })
  expect(read('{ "mongoose-doctor": { ', 'package.json')).not.toBeNull()
  expect(read('{ "name": "mongoose-doctor", ', 'package.json')).toBeNull()
})
