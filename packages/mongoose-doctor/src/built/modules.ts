/** Builds that are ES modules: what Rollup, Rolldown and Vite write. */
import type { BuiltEntry, BuiltProgram, Outputs, Start, Way } from './build.ts'
import { exportName, holdsMongoose } from './factory.ts'
import { readManifest } from './manifests.ts'
import { filesBelow } from './outputs.ts'

export interface ModuleFiles {
  /** Relative to the application's root. */
  readonly dir: string
  /** Files of code, relative to `dir`. */
  readonly files: readonly string[]
  readonly program: BuiltProgram
  /** Those that hold Mongoose itself. */
  readonly bundled: readonly string[]
}

const LEFT_OUT: ReadonlySet<string> = new Set(['client', 'public', 'static', '_app'])

/** The code below a folder. */
export function moduleFiles(outputs: Outputs, dir: string): ModuleFiles {
  const files = filesBelow(outputs, dir, LEFT_OUT).filter((file) => /\.[cm]?js$/.test(file))
  const program = new Map<string, string>()
  const bundled: string[] = []
  for (const file of files) {
    const text = outputs.read(`${dir}/${file}`)
    if (text === null) continue
    const isMongoose = holdsMongoose(text)
    if (isMongoose) bundled.push(file)
    program.set(file, isMongoose ? mongooseInstead(text) : withoutInterop(text))
  }
  return { dir, files, program, bundled }
}

/** `__toESM(require_mongoose(), 1)` of Rolldown, `__toESM(require("mongoose"))` of esbuild: its default export is all of it, as Node has it. */
const withoutInterop = (text: string): string => text.replace(/\b__toESM\((\w+\((?:"[^"\n]*")?\))(?:,\s*1)?\)/g, '$1')

/** A chunk of packages that has Mongoose among them, as far as it hands that on: `export { require_mongoose }`. */
function mongooseInstead(text: string): string {
  const names = [...text.matchAll(/\bexport\s*\{([^{}]*)\}/g)].flatMap((match) => (match[1] ?? '').split(','))
  const handed = names.flatMap((each) => {
    const [local = '', exported = local] = each.trim().split(/\s+as\s+/)
    return /^require_mongoose\d*$/.test(local) ? [`export { mongooseOfNode as ${exportName(exported)} }\n`] : []
  })
  return `import mongoose from 'mongoose'\nconst mongooseOfNode = () => mongoose\n${handed.join('')}`
}

/** Files that are evaluated one after the other. @param calls exports of the last one */
export function wayThrough({ dir }: ModuleFiles, files: readonly string[], calls: readonly string[] = []): Way {
  const start: Start = { how: 'import', files: files.map((file) => `${dir}/${file}`) }
  return { program: 0, files, calls, start }
}

/**
 * The source files that were put into a file: by its source map, or by the comments that Rolldown writes.
 * @returns relative to the application's root, in the order of the code
 */
export function sourcesOf(outputs: Outputs, { dir, program }: ModuleFiles, file: string): readonly string[] {
  const mapped = readManifest(outputs, `${dir}/${file}.map`)?.['sources']
  const base = `${dir}/${file}`.split('/').slice(0, -1)
  const written = Array.isArray(mapped)
    ? mapped.flatMap((source) => (typeof source === 'string' ? [resolved(base, source)] : []))
    : [...(program.get(file) ?? '').matchAll(/^\/\/(?:#region)? ([\w./[\]()@+ -]+\.[cm]?[jt]sx?)$/gm)].map((match) => match[1] ?? '')
  return written.flatMap((source) => (source === null || source.startsWith('..') || source.includes('node_modules/') ? [] : [source]))
}

function resolved(base: readonly string[], source: string): string | null {
  if (/^[a-z]+:|^\//i.test(source) || source.includes('\0')) return null
  const parts = [...base]
  for (const part of source.replace(/\?.*$/, '').split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null
      parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

export const withoutExtension = (file: string): string => file.replace(/\.(?:[cm]?[jt]sx?|astro|vue|svelte)$/, '')

/** An entry for each source file that is in a file of the build: whoever runs its code has evaluated that file. */
export function entryOf(source: string, output: string, ways: readonly Way[], before: Way | null): BuiltEntry {
  return { source: withoutExtension(source), kind: 'route-handler', output, ways, before, unread: null }
}
