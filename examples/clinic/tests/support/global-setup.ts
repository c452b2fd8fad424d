/** Says once what the tests run on, and ends the run where they could only be skipped although they must not. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser, findDatabase } from '@mongoose-doctor/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    hasDatabase: boolean
    canStopDatabase: boolean
    browser: string | null
  }
}

export default async function setup(project: TestProject) {
  if (!existsSync(fileURLToPath(new URL('../../.next/BUILD_ID', import.meta.url)))) {
    throw new Error('There is no production build of the clinic. `npm test` makes one; or run `npm run build` in examples/clinic.')
  }
  const database = await findDatabase()
  const browser = await findBrowser()
  for (const outcome of [database, browser]) {
    if (!outcome.found && process.env.CI) throw new Error(outcome.message)
  }
  project.provide('hasDatabase', database.found)
  project.provide('canStopDatabase', database.found && database.value.kind !== 'uri')
  project.provide('browser', browser.found ? browser.value.path : null)
}
