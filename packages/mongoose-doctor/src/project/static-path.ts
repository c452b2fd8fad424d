/** Which path do the functions of Node's `path` and `url` give? `resolve(__dirname, './server')` is `./server` from the folder of the file. */
import type { Static } from './static-value.ts'

/** The folder that the file lies in, and, for a configuration, the one that it is run in. */
const HERE = '.'
const GLOBALS: ReadonlySet<string> = new Set(['__dirname', 'import.meta.dirname', 'import.meta.url', 'import.meta.filename', '__filename'])
const JOINING: ReadonlySet<string> = new Set(['resolve', 'join'])
const SAME: ReadonlySet<string> = new Set(['fileURLToPath', 'dirname', 'pathToFileURL', 'cwd'])

/** What a name stands for that the file itself does not define; null where it says nothing of paths. */
export function pathOfName(name: string, at: number): Static | null {
  return GLOBALS.has(name) ? { kind: 'constant', value: HERE, at } : null
}

/**
 * @param name the last part of what is called: `resolve` of `path.resolve()`
 * @returns null where it is no function of paths, or is given something that can't be told
 */
export function pathOfCall(name: string, args: readonly Static[], at: number): Static | null {
  const texts = args.map((arg) => (arg.kind === 'constant' && typeof arg.value === 'string' ? arg.value : null))
  if (texts.includes(null)) return null
  const [first] = texts
  if (SAME.has(name)) return { kind: 'constant', value: first ?? HERE, at }
  // `new URL('./server', import.meta.url)`
  if (name === 'URL') return first === undefined || first === null || /^[a-z]+:/i.test(first) ? null : { kind: 'constant', value: first, at }
  if (!JOINING.has(name) || first === undefined || texts.some((text) => text?.startsWith('/'))) return null
  const parts = texts.flatMap((text) => text ?? []).filter((text) => text !== HERE && text !== '').map((text) => text.replace(/^\.\//, ''))
  return { kind: 'constant', value: [HERE, ...parts].join('/'), at }
}
