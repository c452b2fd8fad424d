import { describe, expect, test } from 'vitest'
import { readTree } from '../../src/fixes/code/syntax.ts'
import { withPlugin } from '../../src/init/eslint.ts'

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

describe('our plugin is the last entry', () => {
  test.each<[string, string, string]>([
    ['a list over lines, with a comma at its end', lines("import js from '@eslint/js'", '', 'export default [', '  js.configs.recommended,', ']'),
      lines("import js from '@eslint/js'", "import mongooseDoctor from 'eslint-plugin-mongoose-doctor'", '', 'export default [', '  js.configs.recommended,', '  mongooseDoctor.configs.recommended,', ']')],
    ['without one, and tabs, semicolons, double quotes', lines('import js from "@eslint/js";', 'export default [', '\tjs.configs.recommended // ours', '];'),
      lines('import js from "@eslint/js";', 'import mongooseDoctor from "eslint-plugin-mongoose-doctor";', 'export default [', '\tjs.configs.recommended, // ours', '\tmongooseDoctor.configs.recommended', '];')],
    ['one line', 'import a from "a"\nexport default [a, { rules: { x: "off" } }]\n',
      'import a from "a"\nimport mongooseDoctor from "eslint-plugin-mongoose-doctor"\nexport default [a, { rules: { x: "off" } }, mongooseDoctor.configs.recommended]\n'],
    ['an empty list', 'export default []\n', "import mongooseDoctor from 'eslint-plugin-mongoose-doctor';\n\nexport default [mongooseDoctor.configs.recommended]\n"],
    ['an object that fills lines', lines("import a from 'a'", 'export default [', '  a, {', '    rules: {},', '  },', ']'),
      lines("import a from 'a'", "import mongooseDoctor from 'eslint-plugin-mongoose-doctor'", 'export default [', '  a, {', '    rules: {},', '  },', '  mongooseDoctor.configs.recommended,', ']')],
    ['defineConfig, by a name', lines("import { defineConfig } from 'eslint/config'", 'const config = defineConfig([', '  a,', '])', 'export default config'),
      lines("import { defineConfig } from 'eslint/config'", "import mongooseDoctor from 'eslint-plugin-mongoose-doctor'", 'const config = defineConfig([', '  a,', '  mongooseDoctor.configs.recommended,', '])', 'export default config')],
    ['a type', "import a from 'a'\nexport default [a] satisfies Config\n", "import a from 'a'\nimport mongooseDoctor from 'eslint-plugin-mongoose-doctor'\nexport default [a, mongooseDoctor.configs.recommended] satisfies Config\n"],
    ['a name that is taken', "import mongooseDoctor from 'other'\nexport default [mongooseDoctor]\n", "import mongooseDoctor from 'other'\nimport mongooseDoctorPlugin from 'eslint-plugin-mongoose-doctor'\nexport default [mongooseDoctor, mongooseDoctorPlugin.configs.recommended]\n"],
  ])('%s', (_name, before, after) => {
    expect(withPlugin('eslint.config.ts', before)).toBe(after)
    expect(readTree('eslint.config.ts', after)).not.toBeNull()
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n')
    // Nothing tells the line end of a text that has no line before.
    expect(withPlugin('eslint.config.ts', crlf(before))).toBe(crlf(after))
  })
})

test.each([
  'module.exports = []', 'export default tseslint.config(a, b)', 'export default defineConfig(a, b)', 'export default defineConfig([a], b)', 'export default await load()',
  'export default [...a].filter(Boolean)', 'let config = [a]\nconfig = []\nexport default config', "import config from './base'\nexport default config", 'export default config', 'export default {', 'export default { rules: {} }', 'export const x = []', '',
])('what is no plain list is left to people: %j', (text) => {
  expect(withPlugin('eslint.config.mjs', text)).toBeNull()
})
