/** What README.md shows is what the tool prints. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { pretty } from '../../src/reporters/pretty.ts'

const root = new URL('../../../../', import.meta.url)
const withoutTime = (text: string): string => text.replace(/ in \d+ ms /, ' in … ms ').trim()

test('the output in README.md is that of examples/clinic-before', () => {
  const { report, sources } = examine(fileURLToPath(new URL('examples/clinic-before', root)))
  const [, shown = ''] = /real output -->\n```\n([^]*?)\n```\n/.exec(readFileSync(new URL('README.md', root), 'utf8')) ?? []
  expect(withoutTime(shown)).toBe(withoutTime(pretty(report, sources, { color: false, width: 80 })))
})
