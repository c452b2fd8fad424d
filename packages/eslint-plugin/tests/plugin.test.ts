/** What the package publishes, and what its page says of it. */
import { readFileSync } from 'node:fs'
import { ruleNames } from 'mongoose-doctor'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import plugin from '../src/index.ts'

const page = readFileSync(new URL('../../../docs/eslint.md', import.meta.url), 'utf8')

test('has a rule for each of the engine, and one for what it could not decide', () => {
  expect(Object.keys(plugin.rules ?? {})).toEqual([...ruleNames, 'unknown'])
  expect(plugin.meta).toEqual({ name: manifest.name, version: manifest.version, namespace: 'mongoose-doctor' })
})

test.each(['recommended', 'strict'] as const)('%s turns all of them on, and brings the plugin along', (name) => {
  const { rules, plugins } = plugin.configs[name]
  expect(Object.keys(rules ?? {}).sort()).toEqual([...ruleNames, 'unknown'].map((rule) => `mongoose-doctor/${rule}`).sort())
  expect(plugins).toEqual({ 'mongoose-doctor': plugin })
})

test('the configuration of oxlint in the documentation is `recommended`', () => {
  const [, json = ''] = /```json\n([^]*?)```/.exec(page) ?? []
  expect(JSON.parse(json)).toEqual({ jsPlugins: [manifest.name], rules: plugin.configs.recommended.rules })
})

test('links to pages that there are', () => {
  for (const { meta } of Object.values(plugin.rules ?? {}).filter((rule) => 'meta' in rule)) {
    const path = meta?.docs?.url?.replace('https://github.com/mongoose-doctor/mongoose-doctor/blob/main/', '../../../').split('#')[0] ?? ''
    expect(readFileSync(new URL(path, import.meta.url), 'utf8')).toMatch(/^# /)
  }
  expect(page).toContain('### unknown')
})
