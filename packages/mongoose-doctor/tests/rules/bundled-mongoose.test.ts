import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const found = (config: string): readonly string[] => {
  const files = { ...nextApp(), 'next.config.mjs': config, 'app/api/a/route.ts': `import User from '@/models/User'\nexport const GET = () => Response.json(User.modelName)\n` }
  return examine(withTree(files)).report.findings.filter(({ rule }) => rule === 'bundled-mongoose').map(({ file, line, entries }) => `${file}:${line} ${entries.join(' ')}`)
}

test('transpilePackages names mongoose', () => {
  expect(found(`export default {\n  transpilePackages: ['@acme/ui', 'mongoose'],\n}\n`)).toEqual(['next.config.mjs:2 app/api/a/route.ts'])
})

test('it names other packages', () => {
  expect(found(`export default { transpilePackages: ['@acme/ui'] } // never mongoose\n`)).toEqual([])
})
