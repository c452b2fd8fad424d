/** Names that nuxt.config.ts and nitro.config.ts give to folders. */
import { expect, test } from 'vitest'
import { examine } from '../../../../src/examine.ts'
import { withTree } from '../../../helpers/tree.ts'

const nuxt = (config: string, head = '') => examine(withTree({
  'package.json': { dependencies: { nuxt: '^3.15.0', mongoose: '^9.0.0' } },
  'nuxt.config.ts': `${head}\nexport default defineNuxtConfig({ ${config} })`,
  'server/models/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({}))`,
  'server/api/users.get.ts': `import User from 'models/User'\nexport default defineEventHandler(() => User.find())`,
}))
const registered = ({ report }: ReturnType<typeof examine>) => report.apps.flatMap(({ entries }) => entries.flatMap((entry) => entry.registered))

test.each([
  [`alias: { models: '~/server/models' }`],
  [`alias: { models: resolve(__dirname, './server/models') }`],
  [`alias: { models: path.join(__dirname, 'server', 'models') }`],
  [`alias: { models: fileURLToPath(new URL('./server/models', import.meta.url)) }`],
  [`alias: { models: resolve(import.meta.dirname, 'server/models') }`],
  [`nitro: { alias: { models: './server/models' } }`],
])('%s', (config) => {
  const examined = nuxt(config)
  expect(registered(examined)).toEqual(['User'])
  expect(examined.report.unknown).toEqual([])
})

test("the resolver of Nuxt's kit", () => {
  expect(registered(nuxt(`alias: { models: resolve('./server/models') }`, `const { resolve } = createResolver(import.meta.url)`))).toEqual(['User'])
})

test('an alias that is computed is said', () => {
  expect(nuxt('alias: { models: process.env.MODELS }').report.unknown).toMatchObject([
    { file: 'nuxt.config.ts', reason: "'models' cannot be read without running this file." },
  ])
})

test('a name for a package is none for a folder', () => {
  expect(nuxt(`alias: { models: '~/server/models', moment: 'dayjs', mongoose: 'mongoose/index.js' }`).report.unknown).toEqual([])
})

test('Nitro without Nuxt', () => {
  const examined = examine(withTree({
    'package.json': { dependencies: { nitropack: '^2.13.0', mongoose: '^9.0.0' } },
    'nitro.config.ts': `export default defineNitroConfig({ srcDir: 'server', alias: { models: resolve(__dirname, 'server/models') } })`,
    'server/models/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.model('User', new mongoose.Schema({}))`,
    'server/api/users.get.ts': `import User from 'models/User'\nexport default defineEventHandler(() => User.find())`,
  }))
  expect(registered(examined)).toEqual(['User'])
})
