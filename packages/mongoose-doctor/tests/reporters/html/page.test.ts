/** The page in a browser: what axe finds, what the keyboard reaches, what works without scripts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser, openBrowser } from '@mongoose-doctor/testing'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../../src/kernel/report.ts'
import { html } from '../../../src/reporters/html/html.ts'
import { evil, hostile } from '../hostile.ts'
import { examination, sample } from '../sample.ts'
import { large } from './large.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const outcome = await findBrowser()
if (!outcome.found && process.env['CI']) throw new Error(outcome.message)

type Browser = Awaited<ReturnType<typeof openBrowser>>
type Page = Awaited<ReturnType<Browser['newPage']>>

describe.skipIf(!outcome.found)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    if (outcome.found) browser = await openBrowser(outcome.value)
  })
  afterAll(() => browser?.close())

  /** The page from a file, as one that was downloaded; with all that it asked for, and all that it complained of. */
  async function open(report: Report, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; asked: string[]; complaints: string[] }> {
    const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-'))
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    onTestFinished(async () => {
      await context.close()
      rmSync(dir, { recursive: true })
    })
    writeFileSync(join(dir, 'report.html'), html(report, examination(report).sources))
    const page = await context.newPage()
    const [asked, complaints]: [string[], string[]] = [[], []]
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(pathToFileURL(join(dir, 'report.html')).href)
    return { page, asked, complaints }
  }

  const rows = (page: Page): Promise<string[]> => page.locator('#matrix tbody th').allInnerTexts()
  const focused = (page: Page): Promise<string> => page.locator(':focus').innerText()
  const status = (page: Page): Promise<string> => page.locator('#matrix [role=status]').innerText()

  const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [375, 1440].map((width) => ({ colorScheme, width })))
  describe.each(looks)('$colorScheme, $width px', ({ colorScheme, width }) => {
    test.each([['few', sample], ['many', large(120, 12)], ['hostile', hostile]] as const)('axe finds nothing: %s', async (_name, report) => {
      const { page, asked, complaints } = await open(report, { colorScheme, viewport: { width, height: 900 } })
      expect({ requests: asked.length, complaints }).toEqual({ requests: 1, complaints: [] })
      // All of it is to be looked at, also what is folded, or far below.
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true; document.styleSheets[0].insertRule(".finding{content-visibility:visible!important}", document.styleSheets[0].cssRules.length)')
      const { violations } = (await page.evaluate(`${axe}; axe.run()`)) as AxeResults
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    })

    test('without scripts it is all there', async () => {
      const { page } = await open(large(60, 6), { colorScheme, viewport: { width, height: 900 }, javaScriptEnabled: false })
      expect(await page.getByRole('row', { name: /resource-0/ }).innerText()).toMatch(/Model0/)
      expect(await page.locator('#matrix').isVisible()).toBe(false)
      expect(await page.getByRole('heading', { name: '1 place could not be decided' }).isVisible()).toBe(true)
      expect(await page.locator('#finding-1 .path').isVisible()).toBe(true)
    })
  })

  test('a filter leaves what fits, and says how much', async () => {
    const { page } = await open(large(3000, 20))
    const matrix = page.locator('#matrix')
    const [words, model, state] = [matrix.getByRole('searchbox', { name: 'Entry or kind contains' }), matrix.getByRole('combobox', { name: 'Model', exact: true }), matrix.getByRole('combobox', { name: 'State' })]
    expect(await status(page)).toBe('Entries 1 to 50 of 3000.')
    await words.fill('section-7/ HANDLER')
    expect(await status(page)).toBe('Entries 1 to 50 of 75; 3000 in all.')
    await state.selectOption('missing')
    expect(await status(page)).toBe('No entry; 3000 in all.')
    await words.fill('')
    await model.selectOption('Model1')
    expect(await status(page)).toBe('50 entries; 3000 in all.')
    expect(await matrix.locator('thead .model').allInnerTexts()).toEqual(['Model1'])
    expect(await matrix.getByRole('link', { name: 'missing, see the finding' }).count()).toBe(50)
  })

  test('the keyboard filters, sorts, turns pages, and follows a missing model to its finding', async () => {
    const { page } = await open(large(120, 4))
    await page.getByLabel('Entry or kind contains').focus()
    await page.keyboard.type('resource-1')
    expect(await status(page)).toBe('31 entries; 120 in all.')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')

    const sort = page.getByRole('button', { name: 'Entry' })
    await sort.focus()
    await page.keyboard.press('Enter')
    const upwards = await rows(page)
    expect(upwards).toEqual(upwards.toSorted())
    expect(await page.getByRole('columnheader', { name: 'Entry' }).getAttribute('aria-sort')).toBe('ascending')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('columnheader', { name: 'Entry' }).getAttribute('aria-sort')).toBe('descending')
    expect(await focused(page)).toBe('Entry ▼')

    const next = page.getByRole('button', { name: 'Next' })
    await next.focus()
    await page.keyboard.press('Enter')
    expect(await page.getByRole('group', { name: 'Pages' }).innerText()).toContain('Page 2 of 3')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('group', { name: 'Pages' }).innerText()).toContain('Page 3 of 3')
    expect(await next.getAttribute('aria-disabled')).toBe('true')

    await page.getByRole('button', { name: 'Missing' }).press('Enter')
    await page.getByRole('link', { name: 'missing, see the finding' }).first().press('Enter')
    expect(new URL(page.url()).hash).toBe('#finding-1')
    expect(await page.locator('#finding-1 h3').isVisible()).toBe(true)
  })

  test.each(['Table of entries and models', 'Drawing of the models and their refs'])('what can be scrolled can be reached, and is seen to be: %s', async (name) => {
    const { page } = await open(large(60, 30))
    await page.getByRole('region', { name }).focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe(name)
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
  })

  test('a hostile name is what is read, and nothing that runs', async () => {
    const { page, asked, complaints } = await open(hostile)
    expect({ requests: asked.length, complaints }).toEqual({ requests: 1, complaints: [] })
    expect(await page.locator('#matrix tbody th').innerText()).toContain('</details><script> ]]><x a="\'>')
    expect(evil).toContain('</details><script> ]]><x a="\'>')
    expect(await page.locator('x').count()).toBe(0)
  })
})
