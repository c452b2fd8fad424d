/** Finds a browser, and ends the run where the site is not built: its tests would be about nothing. */
import { existsSync } from 'node:fs'
import { findBrowser } from '@mongoose-doctor/testing'
import type { TestProject } from 'vitest/node'
import { dist } from './pages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browser: string | null
  }
}

export default async function setup(project: TestProject) {
  if (!existsSync(dist)) throw new Error('The site is not built: run `npm test` at the root, or `npm run docs:build`.')
  const browser = await findBrowser()
  if (!browser.found && process.env.CI) throw new Error(browser.message)
  project.provide('browser', browser.found ? browser.value.path : null)
}
