/** axe finds nothing on any page, in either theme, on a phone or a desktop; no page is wider than its screen, or asks anything of another server. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addresses } from './support/pages.ts'
import { openBrowser, openSite, origin, violationsOf } from './support/site.ts'

const phone = { width: 375, height: 800 }
const desktop = { width: 1440, height: 900 }
/** What changes with the theme; the rest is asked once. */
const COLOURS = ['color-contrast', 'link-in-text-block']
/** One page of each kind: pictures, long tables, a list, an error, a rule, a page that is not there. */
const onPhone = ['/', '/mental-model', '/performance', '/errors/', '/errors/strict-populate-error', '/rules/missing-model', '/no-such-page']

const theme = (page: Page, name: 'light' | 'dark') => page.evaluate(`document.documentElement.classList.toggle('dark', ${name === 'dark'})`)

/** What axe finds in both themes. */
async function foundOn(page: Page): Promise<readonly string[]> {
  const light = await violationsOf(page)
  await theme(page, 'dark')
  const dark = await violationsOf(page, COLOURS)
  await theme(page, 'light')
  return [...light, ...dark.map((one) => `dark: ${one}`)]
}

describe.skipIf(!inject('browser'))('axe', () => {
  let browser: Browser
  beforeAll(async () => { browser = await openBrowser() })
  afterAll(() => browser.close())

  test.concurrent.for(addresses)('on a desktop: %s, which asks nothing of another server', async (address, own) => {
    const { page, foreign, complaints } = await openSite(browser, { viewport: desktop, reducedMotion: 'reduce' }, own.onTestFinished)
    await page.goto(origin + address)
    own.expect(await foundOn(page)).toEqual([])
    own.expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] })
  })

  test.concurrent.for(onPhone)('on a phone: %s', async (address, own) => {
    const { page } = await openSite(browser, { viewport: phone, reducedMotion: 'reduce' }, own.onTestFinished)
    await page.goto(origin + address)
    own.expect(await foundOn(page)).toEqual([])
  })

  test('on a phone: no page is wider than the screen', async () => {
    const { page } = await openSite(browser, { viewport: phone })
    const wide: string[] = []
    for (const address of addresses) {
      await page.goto(origin + address)
      if (await page.evaluate('document.documentElement.scrollWidth') !== phone.width) wide.push(address)
    }
    expect(wide).toEqual([])
  })

  test('on a phone: the menus', async () => {
    const { page } = await openSite(browser, { viewport: phone, reducedMotion: 'reduce' })
    await page.goto(`${origin}/mental-model`)
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'How it works', exact: true }).waitFor()
    expect(await foundOn(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'On this page' }).click()
    expect(await foundOn(page)).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'mobile navigation' }).click()
    expect(await foundOn(page)).toEqual([])
  })

  test('the search', async () => {
    const { page } = await openSite(browser, { viewport: desktop, reducedMotion: 'reduce' })
    await page.goto(origin)
    await page.getByRole('button', { name: 'Search' }).first().click()
    await page.getByRole('combobox').fill('MissingSchemaError')
    await page.getByRole('option').first().waitFor()
    expect(await foundOn(page)).toEqual([])
  })
})
