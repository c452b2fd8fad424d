/** What makes the site of the documents: the sidebar, and links. */
import { readdirSync } from 'node:fs'
import { sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchorOf, siteLink } from '../.vitepress/links.ts'
import { fileOf, sidebar } from '../.vitepress/sidebar.ts'
import { docs } from './support/pages.ts'

const documents = readdirSync(docs, { recursive: true, encoding: 'utf8' }).map((file) => file.split(sep).join('/')).filter((file) => file.endsWith('.md') && !file.startsWith('.'))

describe('the sidebar', () => {
  const linked = sidebar().flatMap(({ items }) => items.map(({ link }) => fileOf(link)))

  test('has every page but the first', () => {
    expect([...linked].sort()).toEqual(documents.filter((file) => file !== 'index.md').sort())
  })

  test('leaves out pages that are not there, and groups without pages', () => {
    expect(sidebar((file) => file === 'remedies.md')).toEqual([{ text: 'Remedies', items: [{ text: 'The four remedies', link: '/remedies' }] }])
  })
})

describe('links', () => {
  test.each([
    ['../remedies.md', 'rules/missing-model.md', '/remedies'],
    ['README.md#silencing', 'rules/missing-model.md', '/rules/#silencing'],
    ['rules/README.md', 'start.md', '/rules/'],
    ['../examples/clinic', 'remedies.md', 'https://github.com/mongoose-doctor/mongoose-doctor/tree/main/examples/clinic'],
    ['../packages/runtime/README.md#connect', 'remedies.md', 'https://github.com/mongoose-doctor/mongoose-doctor/blob/main/packages/runtime/README.md#connect'],
    ['docs/architecture.md', 'contributing.md', '/architecture'],
    ['#below', 'remedies.md', '#below'],
    ['https://example.com/a.md', 'remedies.md', 'https://example.com/a.md'],
  ])('%s in %s is %s', (link, page, expected) => {
    expect(siteLink(link, page)).toBe(expected)
  })

  test('anchors are those of GitHub', () => {
    expect(anchorOf('Why it works on the second request')).toBe('why-it-works-on-the-second-request')
    expect(anchorOf("V8's budget: `a_b`")).toBe('v8s-budget-a_b')
  })
})
