/** Runs an example of a page with the real Mongoose, without a database. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { transformSync } from 'esbuild'
import { onTestFinished } from 'vitest'
import type { Files } from './examples.ts'
import { root } from './markdown.ts'

export interface Conditions {
  /** Whether the connection is open before the entry is called. */
  readonly connected: boolean
  /** How often the application is loaded in the same process. */
  readonly times: number
}

export interface Runtime {
  /** What the entry throws, as `Name: message`; null if nothing. @param entry exports GET or main */
  readonly run: (files: Files, conditions: Conditions) => Promise<string | null>
  readonly close: () => Promise<unknown>
}

/** @param mongoose the folder of node_modules with that version */
export function openRuntime(mongoose: string): Runtime {
  const worker = new Worker(new URL('evaluate-worker.mjs', import.meta.url), { workerData: { mongoose }, execArgv: ['--no-warnings'] })
  return {
    async run(files, { connected, times }) {
      const entry = entryOf(files)
      const copies = Array.from({ length: times }, () => writeTree(files, mongoose))
      worker.postMessage({ copies, entry, connected })
      const [outcome]: unknown[] = await once(worker, 'message')
      if (outcome !== null && typeof outcome !== 'string') throw new Error('The worker answers with a text or null.')
      return outcome
    },
    close: () => worker.terminate(),
  }
}

/** A page that shows package.json is for Node itself, and its files are run as they are; the rest is compiled, as for Next.js. */
const isPlain = (files: Files): boolean => files['package.json'] !== undefined

function entryOf(files: Files): string {
  const entry = Object.keys(files).find((file) => /(?:^|\/)(?:route|server)\.[jt]s$/.test(file)) ?? ''
  return isPlain(files) ? entry : compiledName(entry)
}

function writeTree(files: Files, mongoose: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-run-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  mkdirSync(join(dir, 'node_modules'))
  symlinkSync(join(root, 'node_modules', mongoose), join(dir, 'node_modules/mongoose'), 'junction')
  const written = isPlain(files) ? files : { ...compiled(files), [INTEROP]: "import mongoose from 'mongoose'\nexport default mongoose\nexport const { Schema, model, models } = mongoose\n" }
  for (const [file, text] of Object.entries(written)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  return dir
}

/** Bundlers find all exports of Mongoose by name, Node only some: docs/errors/named-export-not-found.md. */
const INTEROP = 'mongoose.mjs'

const compiledName = (file: string): string => file.replace(/\.\w+$/, '.mjs')

/** ES modules without types, whose imports name files. Nothing is bundled, so that circles stay circles. */
function compiled(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => {
    const { code } = transformSync(text, { loader: file.endsWith('.ts') ? 'ts' : 'js', format: 'esm' })
    const linked = code.replace(/((?:from|import) ?\(?)"([^"]+)"/g, (_, before: string, specifier: string) => `${before}"${addressOf(specifier, file)}"`)
    return [compiledName(file), linked]
  }))
}

function addressOf(specifier: string, file: string): string {
  const target = specifier === 'mongoose' ? INTEROP : `${specifier.startsWith('@/') ? specifier.slice(2) : posix.join(posix.dirname(file), specifier)}.mjs`
  const path = posix.relative(posix.dirname(file), target)
  return path.startsWith('.') ? path : `./${path}`
}
