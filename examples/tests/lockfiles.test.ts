/** npm takes what mongoose-doctor needs from the lockfiles of the examples, and does not say that they have fallen behind. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

interface Manifest {
  dependencies: Record<string, string>
}

test.each(['turborepo', 'nx'])('examples/%s/package-lock.json lists what mongoose-doctor depends on; else `npm install --package-lock-only` there', (example) => {
  const { packages } = read(`examples/${example}/package-lock.json`) as { packages: Record<string, Manifest> }
  expect(packages['node_modules/mongoose-doctor']?.dependencies).toEqual((read('packages/mongoose-doctor/package.json') as Manifest).dependencies)
})

function read(file: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'))
}
