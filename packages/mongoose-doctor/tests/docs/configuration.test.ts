/** What docs/configuration.md shows is so. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { openDisk } from '../../src/disk/disk.ts'
import { configIn, configKeys } from '../../src/project/config.ts'
import { parseJsonc } from '../../src/project/json.ts'
import { cli } from '../cli/fake.ts'
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
