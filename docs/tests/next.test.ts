/** The two errors that come from a build of Next.js: the wrong examples of their pages are built, with Next.js and Mongoose as they are. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { examplesOf, type Files } from '../../packages/mongoose-doctor/tests/docs/examples.ts'
import { docs } from './support/pages.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const next = createRequire(join(repository, 'packages/runtime/package.json')).resolve('next/dist/bin/next')

const own: Files = {
  'package.json': '{ "private": true }',
  'jsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  // The dependencies are the repository's.
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(repository)} } }`,
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>\n',
}

/** Without types, so that Next.js does not look for TypeScript's. @returns the directory */
function writeApp(files: Files): string {
  const app = mkdtempSync(join(docs, 'tests/.app-'))
  onTestFinished(() => rmSync(app, { recursive: true, force: true, maxRetries: 5 }))
  const plain = Object.fromEntries(Object.entries(files).map(([file, text]) => [file.replace(/\.ts(x?)$/, '.js$1'), transformSync(text, { loader: 'tsx', jsx: 'preserve' }).code]))
  for (const [file, text] of Object.entries({ ...own, ...plain })) {
    mkdirSync(dirname(join(app, file)), { recursive: true })
    writeFileSync(join(app, file), text)
  }
  return app
}

async function build(app: string): Promise<{ readonly code: unknown; readonly output: string }> {
  const { NODE_ENV: _, NODE_OPTIONS: __, FORCE_COLOR: ___, ...env } = process.env
  const child = spawn(process.execPath, [next, 'build'], { cwd: app, env: { ...env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += String(chunk) })
  const [code]: unknown[] = await once(child, 'close')
  return { code, output }
}

test.each(['module-not-found', 'edge-runtime'])('%s', async (name) => {
  const page = readFileSync(join(docs, `errors/${name}.md`), 'utf8')
  const [title] = /(?<=^# ).+$/m.exec(page) ?? []
  const { code, output } = await build(writeApp(examplesOf(page)[0]?.files ?? {}))
  expect(output).toContain(title)
  expect(code).toBe(1)
})
