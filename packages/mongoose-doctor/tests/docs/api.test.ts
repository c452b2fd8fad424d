/** docs/api.md: each example compiles, and prints what is shown below it. On the built package, as a program imports it: `npm test` builds it first. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import * as api from '../../src/api.ts'
import { withTree } from '../helpers/tree.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const product = join(root, 'packages/mongoose-doctor')
const require = createRequire(import.meta.url)
const page = readFileSync(join(root, 'docs/api.md'), 'utf8')
const examples = page.split(/^(?=## )/m).flatMap((section) => {
  const title = section.slice(3, section.indexOf('\n'))
  return [...section.matchAll(/^```ts run\n([^]*?)^```\n\n```\n([^]*?)^```$/gm)].map(([, code = '', output = '']) => ({ title, code, output }))
})

/** examples/clinic-before, with the package installed. */
function clinic(): string {
  const app = withTree({})
  cpSync(join(root, 'examples/clinic-before'), app, { recursive: true })
  mkdirSync(join(app, 'node_modules'))
  symlinkSync(product, join(app, 'node_modules/mongoose-doctor'), 'junction')
  return app
}

beforeAll(() => {
  if (!existsSync(join(product, 'dist/api.mjs'))) throw new Error('dist/api.mjs is not built: run `npm test` at the root, or `npm run build`')
})

test('all fenced TypeScript is an example', () => {
  expect(examples).toHaveLength(page.split('\n').filter((line) => line.startsWith('```ts')).length)
})

test('they compile', () => {
  const app = clinic()
  symlinkSync(dirname(dirname(require.resolve('@types/node/package.json'))), join(app, 'node_modules/@types'), 'junction')
  const files = examples.map(({ code }, index) => {
    writeFileSync(join(app, `example-${index}.mts`), code)
    return `example-${index}.mts`
  })
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023', lib: ['es2023'], types: ['node'], strict: true, noEmit: true, skipLibCheck: true }, files }))
  const { stdout } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', app], { encoding: 'utf8' })
  expect(stdout).toBe('')
})

test.each(examples)('$title prints what is shown', ({ code, output }) => {
  const app = clinic()
  // Without types of its own it is JavaScript, for a Node that knows nothing else.
  writeFileSync(join(app, 'example.mjs'), code)
  const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: app, encoding: 'utf8' })
  expect({ stdout: stdout.trimEnd(), stderr }).toEqual({ stdout: output.trimEnd(), stderr: '' })
})

test('every name that is exported is told of', () => {
  expect(Object.keys(api).filter((name) => !page.includes(`\`${name}`))).toEqual([])
})
