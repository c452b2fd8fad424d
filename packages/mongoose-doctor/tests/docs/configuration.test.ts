/** What docs/configuration.md shows is so. */
import { cpSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { openDisk } from '../../src/disk/disk.ts'
import { configIn, configKeys } from '../../src/project/config.ts'
import { parseJsonc } from '../../src/project/json.ts'
import { cli } from '../cli/fake.ts'
import { repository } from '../git/repository.ts'
import { withTree } from '../helpers/tree.ts'

const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8')
const schema = JSON.parse(readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'))
const isValid = new Ajv().compile(schema)

describe('the configurations', () => {
  const shown = [...page.matchAll(/^```jsonc config\n([^]*?)^```$/gm)].map(([, text = '']) => text)
  test.each(shown)('are valid: %#', (text) => {
    const parsed = parseJsonc(text)
    expect({ parsed, valid: 'value' in parsed && isValid(parsed.value) }).toMatchObject({ valid: true })
    expect(configIn(openDisk(withTree({ 'mongoose-doctor.jsonc': text })), '')).not.toHaveProperty('errors')
  })
  test('show every key', () => {
    const [all = ''] = shown
    for (const key of configKeys) expect(all).toContain(`"${key}":`)
  })
})

test.each([...page.matchAll(/^<!-- wrong: (.*) -->\n```\n([^]*?)^```$/gm)].map(([, text = '', message = '']) => [text, message]))('what is told of %s', async (text, message) => {
  const { code, err } = await cli(['--dir', withTree({ 'mongoose-doctor.jsonc': text, 'a.js': '' })], { load: loadEngine })
  expect({ code, err }).toEqual({ code: 2, err: message })
})

const withoutTime = (text: string): string => text.replaceAll(/ in (?:\d+ ms|\d+\.\d s) /g, ' in … ms ')

test.each([...page.matchAll(/^<!-- in (\S+) -->\n```console\n([^]*?)^```$/gm)].map(([, dir = '', session = '']) => [dir, session]))('what is printed in %s: %#', async (dir, session) => {
  const root = withTree({})
  cpSync(fileURLToPath(new URL(`../../../../${dir}`, import.meta.url)), root, { recursive: true })
  let printed = ''
  for (const [, command = ''] of session.matchAll(/^\$ npx mongoose-doctor(.*)$/gm)) {
    const argv = command.split(' ').filter((word) => word !== '')
    // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other
    const { out, err } = await cli([...argv, '--no-cache'], { load: loadEngine, terminal: { cwd: root } })
    printed += `$ npx mongoose-doctor${command}\n${out}${err}`
  }
  expect(withoutTime(printed)).toBe(withoutTime(session))
})

test('every file that init writes is named', async () => {
  const root = repository({ 'package.json': '{}', '.github/x': '', 'eslint.config.js': 'export default []\n', 'CLAUDE.md': '' })
  const { err } = await cli(['init', '--yes', '--dir', root], { load: loadEngine })
  const files = [...err.matchAll(/^ {2}(\S+)$/gm)].map(([, file = '']) => file.replace(/\.js$/, '.*'))
  expect(files).toHaveLength(6)
  for (const file of files) expect(page).toContain(`\`${file}\``)
})
