/** Headless Chromium for a test file, and a page that keeps to itself. */
import { chromiumArguments } from '@mongoose-doctor/testing'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { newAddress } from './people.ts'

export function openBrowser(): Promise<Browser> {
  const executablePath = inject('browser')
  if (executablePath === null) throw new Error('There is no browser; tests that need it should have been skipped.')
  return chromium.launch({ executablePath, args: chromiumArguments() })
}

/** A window with cookies of its own, that comes from an address of its own, closed with the test. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, extraHTTPHeaders: { 'x-forwarded-for': newAddress() } })
  onTestFinished(() => context.close())
  return context.newPage()
}
