/** The built site: every link leads somewhere, the search works, and nothing is asked of another server. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addresses, docs, fileAt, htmlAt } from './support/pages.ts'
import { openBrowser, openSite, origin } from './support/site.ts'

const idsOf = (html: string): ReadonlySet<string> => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id))

/** Links of a page that lead to no page, or to no place in it. */
function deadLinks(address: string): readonly string[] {
  const links = [...htmlAt(address).matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  return links.filter((link) => {
    const { origin: of, pathname, hash } = new URL(link, origin + address)
    if (of !== origin) return false
    return fileAt(pathname) === null || (hash !== '' && !idsOf(htmlAt(pathname)).has(decodeURIComponent(hash.slice(1))))
  })
}

test('there are the pages that a reader looks for', () => {
  expect(addresses).toEqual(expect.arrayContaining(['/', '/start', '/mental-model', '/errors/', '/errors/missing-schema-error', '/rules/', '/rules/missing-model', '/remedies', '/frameworks', '/ci', '/contributing', '/architecture', '/accuracy', '/performance']))
})

test.each(addresses)('%s has no dead links', (address) => { expect(deadLinks(address)).toEqual([]) })

test('a page that includes another shows it', () => {
  expect(htmlAt('/contributing')).toContain('id="a-new-rule"')
})

test.each(addresses.filter((address) => address.startsWith('/errors/') && address !== '/errors/'))('the title of %s is the text of its error', (address) => {
  const heading = /^# (.+)$/m.exec(readFileSync(join(docs, `${address}.md`), 'utf8'))?.[1]?.replaceAll('\\`', '`')
  const title = /<title>(.+?) \| mongoose-doctor<\/title>/.exec(htmlAt(address))?.[1]?.replaceAll('&#39;', "'").replaceAll('&quot;', '"')
  expect(title).toBe(heading)
})

describe.skipIf(!inject('browser'))('in a browser without a network', () => {
  let browser: Browser
  beforeAll(async () => { browser = await openBrowser() })
  afterAll(() => browser.close())

  test.each([
    ['MissingSchemaError', '/errors/missing-schema-error'],
    ['Cannot overwrite `User` model once compiled', '/errors/overwrite-model-error'],
    ['buffering timed out', '/errors/buffering-timed-out'],
    ['sideEffects', '/rules/inert-import'],
  ])('the search for %s finds %s', async (words, address) => {
    const { page, foreign, complaints } = await openSite(browser, { viewport: { width: 1440, height: 900 } })
    await page.goto(origin)
    await page.getByRole('button', { name: 'Search' }).first().click()
    await page.getByRole('combobox').fill(words)
    await page.locator(`a[role=option][href^="${address}"]`).first().click()
    await page.waitForURL(`${origin}${address}**`)
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] })
  })
})
