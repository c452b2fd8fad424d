/** Is the browser of CHROME_PATH used, or said why not, and can it be driven? */
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBrowser, openBrowser } from '../src/browser.ts'
import { packageIn, temporaryDirectory } from './support/environment.ts'

const outcome = await findBrowser()
if (!outcome.found && process.env.CI) throw new Error(outcome.message)
const path = outcome.found ? outcome.value.path : ''

test.skipIf(!outcome.found)('what was found opens a page', async () => {
  const browser = await openBrowser({ path, description: '' })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.setContent('<h1>Hello</h1>')
  expect(await page.textContent('h1')).toBe('Hello')
})

test.skipIf(!outcome.found)('the one of CHROME_PATH is used', async () => {
  const { findBrowser: find, say, said } = await packageIn({ CHROME_PATH: path, PATH: temporaryDirectory() })
  expect(await find(say)).toEqual({ found: true, value: { path, description: `${path} (CHROME_PATH)` } })
  expect(said).toEqual([`Browser: ${path} (CHROME_PATH)`])
})

test.skipIf(!outcome.found)('a wrong CHROME_PATH is said, and the search goes on', async () => {
  const wrong = join(temporaryDirectory(), 'chromium')
  const { findBrowser: find, say, said } = await packageIn({ CHROME_PATH: wrong })
  expect(await find(say)).toMatchObject({ found: true })
  expect(said[0]).toBe(`CHROME_PATH is passed over: ${wrong} is not a program`)
})
