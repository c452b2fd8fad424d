/** The built site in headless Chromium, served from disk. There is no network. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { chromiumArguments } from '@mongoose-doctor/testing'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { dist, fileAt } from './pages.ts'

/** Nobody listens there: every request is answered here. */
export const origin = 'http://localhost'

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json' }

export function openBrowser(): Promise<Browser> {
  const executablePath = inject('browser')
  if (executablePath === null) throw new Error('There is no browser; tests that need it should have been skipped.')
  return chromium.launch({ executablePath, args: chromiumArguments() })
}

export interface Site {
  readonly page: Page
  /** What the pages have asked of other servers. */
  readonly foreign: readonly string[]
  /** What went wrong in scripts, or was not found. */
  readonly complaints: readonly string[]
}

/** @param atEnd of a test that runs beside others: its own `onTestFinished`, for then Vitest cannot tell whose the imported one is */
export async function openSite(browser: Browser, options: BrowserContextOptions, atEnd: typeof onTestFinished = onTestFinished): Promise<Site> {
  const context = await browser.newContext(options)
  atEnd(() => context.close())
  const foreign: string[] = []
  const complaints: string[] = []
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url())
    if (url.origin !== origin) {
      foreign.push(url.href)
      return route.abort()
    }
    const file = fileAt(url.pathname)
    const path = file ?? join(dist, '404.html')
    return route.fulfill({ status: file === null ? 404 : 200, contentType: types[extname(path)] ?? 'application/octet-stream', body: readFileSync(path) })
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
  return { page, foreign, complaints }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on the page as it is. @param rules only these */
export async function violationsOf(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const options = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }
  const results: AxeResults = await page.evaluate(`${axe}; axe.run(${JSON.stringify(options)})`)
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`))
}
