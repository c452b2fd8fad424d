/** What the READMEs show can be done. */
import { cpSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { cli } from '../cli/fake.ts'
import { withTree } from '../helpers/tree.ts'

const root = new URL('../../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

const readme = read('README.md')
const log = `Error: MissingSchemaError: Schema hasn't been registered for model "Role".\n`

/** The arguments of each command of a page's shell and YAML blocks. */
function commandsOf(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```(?:sh|yaml)\n([^]*?)^```$/gm)].map(([, text = '']) => text)
  return blocks.flatMap((text) => [...text.matchAll(/npx (?:--yes )?mongoose-doctor\b([^#\n]*)/g)]).map(([, argv = '']) => argv.trim())
}

/** Runs one on a copy of an example. */
async function tried(example: string, command: string): Promise<{ readonly code: number; readonly err: string }> {
  const app = withTree({})
  cpSync(fileURLToPath(new URL(example, root)), app, { recursive: true, filter: (file) => !/node_modules|\.next/.test(file) })
  const [words = '', from] = command.split(/\s*<\s*/)
  // The files that it writes belong into the copy, too.
  return cli(words.split(/\s+/).filter((word) => word !== ''), { load: loadEngine, terminal: { cwd: app }, ...(from === undefined ? {} : { input: log }) })
}

describe.each([
  ['README.md', 'examples/clinic-before'],
  ['packages/mongoose-doctor/README.md', 'examples/clinic-before'],
  ['docs/cache.md', 'examples/turborepo'],
])('the commands of %s', (file, example) => {
  const commands = [...new Set(commandsOf(read(file)))]

  test('are found', () => expect(commands.length).toBeGreaterThan(2))

  test.each(commands)('mongoose-doctor %s', async (command) => {
    const { code, err } = await tried(example, command)
    expect({ code: [0, 1].includes(code), err: code > 1 ? err : '' }).toEqual({ code: true, err: '' })
  })
})

test('README.md is short, and begins with what it does and a picture of it', () => {
  expect(readme.split('\n').length).toBeLessThan(130)
  expect(readme.slice(0, 1600)).toMatch(/^# mongoose-doctor\n\n[^\n]+\n[^\n]+\n\n```\nMissingSchemaError: [^]*\(docs\/images\/run\.svg\)[^]*```sh\nnpx mongoose-doctor\n```/)
})
