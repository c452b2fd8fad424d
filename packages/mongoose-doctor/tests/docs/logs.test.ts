/** What docs/logs.md shows is what `explain` prints. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { cli } from '../cli/fake.ts'

const root = new URL('../../../../', import.meta.url)
const page = readFileSync(new URL('docs/logs.md', root), 'utf8')
const block = (comment: string): string => new RegExp(`${comment} -->\\n\`\`\`(?:log)?\\n([^]*?)\`\`\`\\n`).exec(page)?.[1] ?? ''

test('the output in docs/logs.md is that of its log and examples/clinic-before', async () => {
  const dir = fileURLToPath(new URL('examples/clinic-before', root))
  const { code, out } = await cli(['explain', '--no-cache', '--dir', dir], { input: block('reads this log'), load: loadEngine })
  expect(block('real output')).toBe(out)
  expect(code).toBe(0)
})

test('docs/logs.md names every verdict', () => {
  const source = readFileSync(new URL('../../src/reporters/log-group.ts', import.meta.url), 'utf8')
  const verdicts = [...source.matchAll(/^ {2}\| '([\w-]+)'$/gm)].map(([, name]) => name)
  expect(verdicts.length).toBeGreaterThan(5)
  expect([...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)).toEqual(expect.arrayContaining(verdicts))
})
