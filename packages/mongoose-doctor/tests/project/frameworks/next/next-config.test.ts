import { describe, expect, test } from 'vitest'
import { openDisk } from '../../../../src/disk/disk.ts'
import { readNextConfig } from '../../../../src/project/frameworks/next/next-config.ts'
import { walk } from '../../../../src/project/walk.ts'
import { withTree } from '../../../helpers/tree.ts'

const read = (text: string, name = 'next.config.js') => readNextConfig(walk(openDisk(withTree({ [name]: text }))), '')

describe('one setting, written in every way', () => {
  test.each([
    ['CommonJS', `module.exports = { transpilePackages: ['mongoose'] }`],
    ['variable', `const nextConfig = { transpilePackages: ['mongoose'] }\nmodule.exports = nextConfig`],
    ['ESM', `export default { transpilePackages: ['mongoose'] }`],
    ['export list', `const c = { transpilePackages: ['mongoose'] }\nexport { c as default }`],
    ['wrapper', `const c = { transpilePackages: ['mongoose'] }\nmodule.exports = withX(c, { silent: true })`],
    ['curried wrapper', `module.exports = withX({ enabled: true })({ transpilePackages: ['mongoose'] })`],
    ['wrappers in wrappers', `export default withA(withB()(withC({ transpilePackages: ['mongoose'] })))`],
    ['required wrapper', `const withX = require('x')({ dest })\nmodule.exports = withX({ transpilePackages: ['mongoose'] })`],
    ['reduce over plugins', `module.exports = () => plugins.reduce((c, p) => p(c), { transpilePackages: ['mongoose'] })`],
    ['arrow function', `export default (phase) => ({ transpilePackages: ['mongoose'] })`],
    ['async function', `module.exports = async (p, { base }) => {\n  const c = { ...base, transpilePackages: ['mongoose'] }\n return c\n}`],
    ['declared function', `export default function config() { return { transpilePackages: ['mongoose'] } }`],
    ['defineConfig', `export default defineConfig({ transpilePackages: ['mongoose'] })`],
    ['spread', `const base = { transpilePackages: ['mongoose'] }\nexport default { ...base, reactStrictMode: true }`],
    ['spread of a list', `const list = ['mongoose']\nexport default { transpilePackages: [...list] }`],
    ['assignment', `const c = {}\nc.transpilePackages = ['mongoose']\nmodule.exports = c`],
    ['reassignment', `let c = { transpilePackages: ['mongoose'] }\nif (process.env.ANALYZE) c = withAnalyzer(c)\nexport default c`],
    ['conditional wrapper', `const c = { transpilePackages: ['mongoose'] }\nexport default process.env.CI ? withSentry(c) : c`],
    ['local wrapper', `const withIt = (c) => ({ ...c, transpilePackages: ['mongoose'] })\nexport default withIt({ images: {} })`],
  ])('%s', (_name, text) => {
    expect(read(text)).toMatchObject({ config: { transpilePackages: ['mongoose'] }, problems: [] })
  })

  test('TypeScript', () => {
    const text = `const c: NextConfig = { transpilePackages: ['mongoose'] as const } satisfies NextConfig\nexport default c`
    expect(read(text, 'next.config.ts')).toMatchObject({ config: { transpilePackages: ['mongoose'] }, problems: [] })
  })
})

test('the settings that matter', () => {
  const { config } = read(`module.exports = {
    pageExtensions: ['page.tsx'], experimental: { optimizePackageImports: ['@/models'], instrumentationHook: true },
  }`)
  expect(config).toMatchObject({ pageExtensions: ['page.tsx'], optimizePackageImports: ['@/models'], instrumentationHook: true })
})

describe('what cannot be read is a problem where it could matter', () => {
  test.each([
    [`module.exports = { pageExtensions: process.env.EXT.split(',') }`, 19],
    [`module.exports = { pageExtensions: ['tsx', ext] }`, 19],
    [`module.exports = { ...(x && { pageExtensions: ['tsx'] }) }`, 30],
    [`module.exports = make({ get: () => 1 }, 'pageExtensions')`, 41],
  ])('%s', (text, at) => {
    expect(read(text).problems).toMatchObject([{ file: 'next.config.js', at }])
  })

  test('other settings, comments and foreign spreads are not', () => {
    const text = `// pageExtensions: []\nmodule.exports = { ...base, images: make(), headers() { return [] } }`
    expect(read(text)).toMatchObject({ config: { pageExtensions: ['tsx', 'ts', 'jsx', 'js'] }, problems: [] })
  })

  test('a syntax error', () => {
    expect(read(`module.exports = {\n  a: }`).problems).toMatchObject([{ file: 'next.config.js', at: 24 }])
  })
})

test('a text made to take for ever does not', () => {
  const doubling = Array.from({ length: 60 }, (_, n) => `const l${n + 1} = [...l${n}, ...l${n}]`).join('\n')
  const text = `const l0 = ['mongoose']\n${doubling}\nconst self = { ...self }\nmodule.exports = { ...self, transpilePackages: l60 }`
  expect(read(text).problems).toHaveLength(1)
})

test.each(['[', '(")",', '`${', 'a => ', 'if (1) ', 'x: ', 'new '])('thousands of %j do not end the process', (sign) => {
  expect(read(`module.exports = ${sign.repeat(6_000)}`).problems).toMatchObject([{ at: null }])
})
