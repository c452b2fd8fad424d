/** Reads a MissingSchemaError as people paste it: coloured, wrapped, quoted in JSON or HTML, with a minified stack. */
import { stripVTControlCharacters } from 'node:util'

export interface PastedError {
  readonly model: string
  /** Paths named anywhere in the text, without extension, folders of the build left out: `app/api/users/route`. */
  readonly paths: readonly string[]
}

const message = /Schema\s+hasn.{1,6}t\s+been\s+registered\s+for\s+model\s+(?:\\*["'“”‘’`]|&quot;|&#34;)([^"'“”‘’`\\&\r\n]+)(?:\\*["'“”‘’`]|&quot;|&#34;)/gi
// From the start of a word only: a long word without an end like that would be tried from each of its letters.
const pathPattern = /(?<![\w@.~()[\]+%/\\-])(?:[\w@.~()[\]+%-]*[/\\])*[\w@.()[\]+%-]+\.[cm]?[jt]sx?\b/g
const longLine = 2000

/** @returns null when the text holds no MissingSchemaError */
export function readError(text: string): PastedError | null {
  const clean = stripVTControlCharacters(text)
  const [model] = modelsIn(clean)
  return model === undefined ? null : { model, paths: pathsIn(clean) }
}

/** The models that errors in a text without colours are about, each once. */
export function modelsIn(text: string): string[] {
  const names = [...text.matchAll(message)].map(([, name = '']) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

/** The paths in a text without colours, as the source has them, in the order of the text, each once. */
export function pathsIn(text: string): string[] {
  // Minified code in the text is no place to look for paths.
  const lines = text.split('\n').filter((line) => line.length < longLine)
  const paths = lines.flatMap((line) => [...line.matchAll(pathPattern)]).map(([found]) => fromBuild(found)).filter((found) => found !== null)
  return [...new Set(paths)]
}

/** `.next/server/app/(x)/page.js` and `webpack-internal:///(rsc)/./app/x.ts` → the path as the source has it; null for other people's code. */
function fromBuild(found: string): string | null {
  const slashed = decode(found).replaceAll('\\', '/')
  if (slashed.includes('node_modules/') || slashed.includes('/chunks/')) return null
  // A frame is written `at login (app/x.ts:1:2)`: the bracket before the path is not part of it.
  const opened = balanced(slashed)
  return opened
    .replace(/^.*?\.next\/(?:dev\/)?(?:standalone\/.*?\.next\/)?server\//, '')
    .replace(/^.*\/\.\//, '')
    .replace(/^\/+/, '')
    .replace(/^\.\//, '')
    .replace(/\.[cm]?[jt]sx?$/, '')
}

function balanced(path: string): string {
  const open = path.split('(').length
  const close = path.split(')').length
  return path.startsWith('(') && open > close ? path.slice(1) : path
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/**
 * The files among `files` that a pasted path means: one path ends with the other, at a folder's border.
 * A name alone (`route`) means nothing, unless the file is at the root.
 */
export function filesMeant(paths: readonly string[], files: Iterable<string>): string[] {
  const meant: string[] = []
  for (const file of files) {
    const forms = formsOf(file)
    if (paths.some((one) => forms.some((form) => sameEnd(one, form)))) meant.push(file)
  }
  return meant
}

/** How a trace may write a file: without its extension, and without `src/`. */
export function formsOf(file: string): readonly string[] {
  const bare = file.replace(/\.[cm]?[jt]sx?$/, '')
  return [bare, bare.replace(/(^|\/)src\//, '$1')]
}

function sameEnd(pasted: string, file: string): boolean {
  if (pasted === file || pasted.endsWith(`/${file}`)) return true
  return pasted.includes('/') && file.endsWith(`/${pasted}`)
}
