/** Says once what the tests run on, and ends the run where they could only be skipped although they must not. */
import { type DatabaseSource, findDatabase } from '@mongoose-doctor/testing'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    database: DatabaseSource | null
    /** The version of Mongoose that the project is about. */
    major: string
  }
}

export default async function setup(project: TestProject) {
  const outcome = await findDatabase()
  if (!outcome.found && process.env.CI) throw new Error(outcome.message)
  project.provide('database', outcome.found ? outcome.value : null)
}
