/** A copy of the clinic that a test may change, build and run. */
import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { directory as clinic } from '../../support/clinic.ts'

const runtime = fileURLToPath(new URL('../../../../../packages/runtime/', import.meta.url))
const LEFT_OUT = new Set(['node_modules', '.next', 'tests', 'bench', '.data'])

/**
 * Beside the clinic: on the file system of its node_modules, so that these need no second copy, and as deep, so that
 * its caches' relative paths stay right. Removed with the test.
 */
export function copyClinic(): string {
  const copy = mkdtempSync(inject('copyPrefix'))
  onTestFinished(() => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }))
  for (const name of readdirSync(clinic)) {
    if (!LEFT_OUT.has(name)) cpSync(join(clinic, name), join(copy, name), { recursive: true })
  }
  // Turbopack refuses links that lead out of the application; hard links are files like any other.
  linkFiles(join(clinic, 'node_modules'), join(copy, 'node_modules'))
  // What Next.js has compiled and checked of the clinic need not be done again, as in a CI that keeps this directory.
  const cache = join(clinic, '.next/cache')
  if (existsSync(cache)) cpSync(cache, join(copy, '.next/cache'), { recursive: true })
  return copy
}

/** As `npm install @mongoose-doctor/runtime` leaves an application: listed and in place, with the application's Mongoose as its peer. */
export function installRuntime(copy: string): void {
  const { name, version, files } = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8')) as { name: string; version: string; files: string[] }
  for (const file of ['package.json', ...files]) {
    // Never over a file that is there: it would be the clinic's own, by its hard link.
    cpSync(join(runtime, file), join(copy, 'node_modules', name, file), { recursive: true, force: false, errorOnExist: true })
  }
  replaceOnce(copy, 'package.json', '"dependencies": {', `"dependencies": {\n    "${name}": "${version}",`)
}

/** @throws where the text is not there exactly once: the clinic has changed, and the story must follow. */
export function replaceOnce(copy: string, file: string, before: string, after: string): void {
  const parts = readFileSync(join(copy, file), 'utf8').split(before)
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once:\n${before}`)
  writeFileSync(join(copy, file), parts.join(after))
}

function linkFiles(from: string, to: string): void {
  mkdirSync(to)
  for (const item of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, item.name), join(to, item.name)]
    if (item.isDirectory()) linkFiles(source, target)
    // The only links that npm makes here are the commands of .bin, which nothing runs.
    else if (item.isFile()) linkSync(source, target)
  }
}
