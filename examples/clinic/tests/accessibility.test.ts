/** axe finds nothing on any page, in either theme, on a phone or a desktop; and no page is wider than its screen. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser, openPage } from './support/browser.ts'
import { type Clinic, openClinic } from './support/clinic.ts'
import { addPerson } from './support/people.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [375, 1440].map((width) => ({ colorScheme, width })))

describe.skipIf(!inject('hasDatabase') || !inject('browser')).each(looks)('$colorScheme, $width px', ({ colorScheme, width }) => {
  let clinic: Clinic
  let browser: Browser
  beforeAll(async () => {
    clinic = await openClinic({ CLINIC_OUTBOX: '1' })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await clinic?.close()
  })

  const open = async (path: string, role?: string) => {
    const page = await openPage(browser, { colorScheme, viewport: { width, height: 800 } })
    if (role) {
      const { email, password } = await addPerson(clinic.connection, role)
      await page.goto(`${clinic.url}/login`)
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL('**/dashboard')
    }
    await page.goto(clinic.url + path)
    return page
  }
  const isClean = async (page: Page) => {
    const { violations } = (await page.evaluate(`${axe}; axe.run()`)) as AxeResults
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  }

  test.each(['/', '/login', '/login?notice=logged-out', '/signup', '/signup/sent', '/outbox', '/no-such-page'])('%s', async (path) => {
    await isClean(await open(path))
  })

  test.each([
    ['/dashboard', 'doctor'],
    ['/dashboard', 'admin'],
    ['/admin', 'admin'],
  ])('%s for a %s', async (path, role) => {
    await isClean(await open(path, role))
  })

  test.each([
    ['/signup', 'Sign up'],
    ['/login', 'Log in'],
  ])('%s with errors', async (path, button) => {
    const page = await open(path)
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('heading', { name: 'Some answers need another look' }).waitFor()
    await isClean(page)
  })

  test.skipIf(!inject('canStopDatabase'))('without its database', async () => {
    const page = await open('/dashboard', 'nurse')
    await clinic.database.power?.stop()
    await page.reload()
    await page.getByRole('heading', { name: 'The clinic is not available just now' }).waitFor()
    await isClean(page)
    await clinic.database.power?.start()
  })
})
