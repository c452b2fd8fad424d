/** The pages of errors: the text is what Mongoose says, the examples raise it and mend it, and the search finds it. */
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { withTree } from '../helpers/tree.ts'
import { type Conditions, openRuntime, type Runtime } from './evaluate.ts'
import { type Example, examplesOf, type Files, headingsOf, withDefaults } from './examples.ts'
import { commandsOf, documents, textOf } from './markdown.ts'
import { sceneOf } from './scene.ts'

interface Page {
  /** What mongoose-doctor says of the wrong examples, or of each of them; null: nothing. */
  readonly rule: string | null | readonly (string | null)[]
  /** What the command under "Find it" shows in the first wrong example. */
  readonly finds: RegExp
  /** null: Next.js raises it, in docs/tests/next.test.ts. */
  readonly when: Conditions | null
}

const connected: Conditions = { connected: true, times: 1 }

const pages: Readonly<Record<string, Page>> = {
  'missing-schema-error': { rule: 'missing-model', finds: /app\/api\/users\/route\.ts \(route-handler\)/, when: connected },
  'cannot-access-before-initialization': { rule: 'circular-model-import', finds: /models\/Role\.ts:4/, when: connected },
  'invalid-ref': { rule: null, finds: /^models\/User\.js:2:/m, when: connected },
  'cannot-read-properties-of-undefined': { rule: null, finds: /models\.Role\.findOne/, when: connected },
  'named-export-not-found': { rule: null, finds: /^\.\/models\/User\.js:1:/, when: connected },
  'overwrite-model-error': { rule: 'unguarded-model', finds: /^\.\/models\/User\.ts:3:/, when: { connected: true, times: 2 } },
  'strict-populate-error': { rule: ['invalid-populate-path', 'unregistered-discriminator'], finds: /role → Role/, when: connected },
  'cast-to-objectid-failed': { rule: null, finds: /role → Role/, when: connected },
  'populate-is-not-a-function': { rule: null, finds: /^\.\/app\/api\/user\/route\.js:5:/, when: connected },
  'findone-is-not-a-function': { rule: null, finds: /exports\.User/, when: connected },
  'buffering-timed-out': { rule: 'query-before-connect', finds: /^\.\/lib\/db\.ts:5:/, when: { connected: false, times: 1 } },
  'module-not-found': { rule: 'mongoose-in-client', finds: /components\/email\.tsx:3:/, when: null },
  'edge-runtime': { rule: 'mongoose-on-edge', finds: /^\.\/app\/api\/users\/route\.ts:3:/, when: null },
}

/** A heading says `…` for backticks with a backslash before each. */
const titleOf = (text: string): string => (/^# (.+)$/m.exec(text)?.[1] ?? '').replaceAll('\\`', '`')
const firstLine = (text: string | null): string | null => text?.split('\n')[0] ?? null
const rulesIn = (files: Files): readonly string[] => examine(withTree(withDefaults(files))).report.findings.map(({ rule }) => rule)
const of = (examples: readonly Example[], kind: Example['kind']): readonly Example[] => examples.filter((example) => example.kind === kind)

test('every page is known here, and every one is there', () => {
  const there = documents.filter((document) => document.startsWith('docs/errors/') && !document.endsWith('README.md'))
  expect(there).toEqual(Object.keys(pages).map((name) => `docs/errors/${name}.md`).sort())
})

test('the list names each page by the beginning of its error, and says whether it is reported', () => {
  const rows = [...textOf('docs/errors/README.md').matchAll(/^\| \[(.+)\]\((.+)\.md\) \|.*\| (.+) \|$/gm)].map(([, text = '', name = '', says]) => ({ name, text: text.replaceAll('\\`', '`'), says }))
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(pages).sort())
  for (const { name, text, says } of rows) {
    expect(titleOf(textOf(`docs/errors/${name}.md`)).startsWith(text)).toBe(true)
    expect({ name, says }).toEqual({ name, says: pages[name]?.rule === null ? 'no' : 'yes' })
  }
})

describe.each(Object.entries(pages))('%s', (name, { rule, finds }) => {
  const document = `docs/errors/${name}.md`
  const text = textOf(document)
  const examples = examplesOf(text)

  test('has the headings that all pages have', () => {
    expect(headingsOf(text).slice(1)).toEqual(['## What it means', '## Which cause is yours', '## Find it', '## Fix'])
    expect(of(examples, 'wrong').length).toBeGreaterThan(0)
    expect(of(examples, 'right').length).toBe(of(examples, 'wrong').length)
  })

  test('says whether mongoose-doctor reports it', () => {
    const says = /^.*`mongoose-doctor` (reports it|does not report it)/m.exec(text.slice(0, text.indexOf('## Which')))?.[1]
    expect(says).toBe(rule === null ? 'does not report it' : 'reports it')
  })

  test.each(of(examples, 'wrong').map((example, i) => ({ ...example, says: typeof rule === 'string' ? rule : rule?.[i] ?? null })))('$title: mongoose-doctor says so', ({ files, says }) => {
    expect([...new Set(rulesIn(files))]).toEqual(says === null ? [] : [says])
  })

  test.each(of(examples, 'right'))('$title is clean', ({ files }) => { expect(rulesIn(files)).toEqual([]) })

  test.runIf(process.platform !== 'win32')('the command finds it', () => {
    const [command = '', ...more] = commandsOf(document)
    expect(more).toEqual([])
    const { out } = sceneOf(withDefaults(examples[0]?.files ?? {})).run(command)
    expect(out).toMatch(finds)
  })
})

describe.each(['mongoose7', 'mongoose8', 'mongoose9'])('%s', (mongoose) => {
  let runtime: Runtime
  beforeAll(() => { runtime = openRuntime(mongoose) })
  afterAll(() => runtime.close())

  const raised = Object.entries(pages).flatMap(([name, { when }]) => {
    const text = textOf(`docs/errors/${name}.md`)
    return when === null ? [] : examplesOf(text).map((example) => ({ name, title: titleOf(text), when, example }))
  })

  test.each(raised.filter(({ example }) => example.kind === 'wrong'))('$name: $example.title raises it', async ({ title, when, example }) => {
    expect(firstLine(await runtime.run(example.files, when))).toBe(title)
  })

  test.each(raised.filter(({ example }) => example.kind === 'right'))('$name: $example.title raises nothing', async ({ when, example }) => {
    expect(await runtime.run(example.files, when)).toBeNull()
  })
})

describe.each(['mongoose7', 'mongoose8'])('the build of %s for browsers', (mongoose) => {
  const browser: { models?: unknown; model: (name: string) => object } = createRequire(import.meta.url)(`${mongoose}/browser`)

  test('has no registry', () => { expect(browser.models).toBeUndefined() })
  test('gives models without queries', () => { expect(browser.model('User')).not.toHaveProperty('findOne') })
})
