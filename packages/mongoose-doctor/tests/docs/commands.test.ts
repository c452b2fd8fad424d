/** Every command in a document is run as it is written, or stands in the table with the reason why it can't be. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseArgs } from '../../src/cli/args.ts'
import { commands, isRun, perform } from './commands.ts'
import { type Block, blocksOf, commandsOf, documents, root, textOf } from './markdown.ts'
import { clinic, sceneOf } from './scene.ts'

const here = documents.filter((document) => !document.startsWith('docs/errors/'))
const shown = here.flatMap(commandsOf)
const isPosix = process.platform !== 'win32'

function scriptsIn(dir: string): readonly string[] {
  const { scripts }: { scripts: object } = JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'))
  return Object.keys(scripts)
}

describe('the table', () => {
  test.each(here)('has what %s shows', (document) => {
    expect(commandsOf(document).filter((command) => commands[command] === undefined)).toEqual([])
  })

  test('has nothing that is shown nowhere', () => {
    expect(Object.keys(commands).filter((command) => !shown.includes(command))).toEqual([])
  })

  test('names tests and scripts that are there', () => {
    const instead = Object.values(commands).flatMap((told) => (isRun(told) ? [] : [told.instead]))
    expect(instead.filter((file) => !existsSync(join(root, file)))).toEqual([])
    const scripts = Object.keys(commands).flatMap((command) => /^npm run (?:-s )?([\w:]+)/.exec(command)?.[1] ?? [])
    expect(scripts.filter((name) => !['.', 'examples/clinic'].some((dir) => scriptsIn(dir).includes(name)))).toEqual([])
  })
})

describe.runIf(isPosix)('as it is written', () => {
  test.each(Object.entries(commands).flatMap(([command, told]) => (isRun(told) ? [{ command, told }] : [])))('$command', ({ command, told }) => {
    const thenShown = told.then === undefined ? null : expect.stringMatching(told.then[1])
    expect(perform(command, told)).toEqual({ exit: told.exit, shown: expect.stringMatching(told.shows), thenShown })
  })

  test('a registry that is not there is stale', () => {
    expect(clinic().run('npx mongoose-doctor generate registry --check').exit).toBe(1)
  })

  test('the searches find what the clinic does not have', () => {
    const { run } = sceneOf({
      'package.json': '{ "sideEffects": false }',
      'load.ts': 'await import(`./models/${name}`)\n',
      'app.js': "require('./models/' + name)\nrequire(folder + name)\nrequire('./fixed')\n",
      'server.log': 'MongooseError: Operation `users.findOne()` buffering timed out after 10000ms\n',
    })
    const found = shown.filter((command) => command.startsWith('grep')).flatMap((command) => run(command).out.split('\n')).filter((line) => line !== '')
    expect(found).toEqual(expect.arrayContaining(['./load.ts:1:await import(`./models/${name}`)', './app.js:2:require(folder + name)', './package.json:1:{ "sideEffects": false }', '1:MongooseError: Operation `users.findOne()` buffering timed out after 10000ms']))
    expect(found.join()).not.toContain('fixed')
  })
})

/** Time and number of the files that lie there differ. */
const plain = (text: string): string => text.replace(/Examined \d+ files/g, 'Examined … files').replace(/ in (?:\d+ ms|\d+\.\d s)/g, ' in … ms').trim()

/** The commands whose output a block is, by the comment above it. */
function sourcesOf(block: Block, document: string): readonly string[] {
  const [, named = ''] = /^(?:output|stderr) of: (.*)$/.exec(block.comment ?? '') ?? []
  return named === 'the first three' ? commandsOf(document).slice(0, 3) : [named].filter((name) => name !== '')
}

const outputs = documents.flatMap((document) => blocksOf(document).flatMap((block) => {
  const sources = sourcesOf(block, document)
  return sources.length > 0 ? [{ document, block, sources }] : []
}))

describe.runIf(isPosix)('a block that shows output', () => {
  test('is one of several', () => { expect(outputs.length).toBeGreaterThan(3) })

  test.each(outputs)('in $document is that of $sources', ({ block, sources }) => {
    const stream = block.comment?.startsWith('stderr') === true ? 'err' : 'out'
    const { run } = clinic()
    expect(plain(block.text)).toBe(plain(sources.map((command) => run(command)[stream]).join('')))
  })
})

describe('commands within a sentence', () => {
  const inline = documents.flatMap((document) => [...textOf(document).matchAll(/`(?:npx )?mongoose-doctor ([^`<]+)`/g)].map(([, words = '']) => words))

  test('are several', () => { expect(inline.length).toBeGreaterThan(5) })

  test.each([...new Set(inline)])('%s', (words) => {
    expect(() => parseArgs(words.split(' '))).not.toThrow()
  })
})
