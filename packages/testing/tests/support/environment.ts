/** The package in a process with another environment: it searches once per process, so it is evaluated again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** What is said meanwhile goes to `said`. */
export async function packageIn(environment: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.resetModules()
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  return { ...(await import('../../src/index.ts')), said, say }
}

/** Gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mongoose-doctor-testing-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Nothing listens on port 1: a download from there fails at once. */
export const NOWHERE = 'http://127.0.0.1:1'
