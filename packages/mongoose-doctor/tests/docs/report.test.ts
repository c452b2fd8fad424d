/** What docs/report.md shows is what `graph` draws. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadEngine } from '../../src/cli/engine.ts'
import { cli } from '../cli/fake.ts'

const root = new URL('../../../../', import.meta.url)
const page = readFileSync(new URL('docs/report.md', root), 'utf8')

test('the picture in docs/report.md is that of examples/clinic-before', async () => {
  const dir = fileURLToPath(new URL('examples/clinic-before', root))
  const { code, out } = await cli(['graph', 'findings', '--no-cache', '--dir', dir], { load: loadEngine })
  expect(/real output -->\n```mermaid\n([^]*?)```\n/.exec(page)?.[1]).toBe(out)
  expect(code).toBe(0)
})
