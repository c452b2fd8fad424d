/** All that lies in a directory, to the byte. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Entry { readonly bytes: Buffer; readonly mode: number }
export type Tree = ReadonlyMap<string, Entry>

/** Every file below `dir`, by its relative name. A folder counts as an entry without bytes. */
export function treeOf(dir: string): Tree {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()
  return new Map(names.map((name) => [name, entryOf(join(dir, name))]))
}

/** One file or folder. */
export function entryOf(path: string): Entry {
  const stat = lstatSync(path)
  return { bytes: stat.isFile() ? readFileSync(path) : Buffer.alloc(0), mode: stat.mode }
}

export const sameEntry = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.mode === b.mode && a.bytes.equals(b.bytes)

/** @returns the first difference, in words; null when there is none */
export function difference(actual: Tree, wanted: Tree): string | null {
  for (const name of new Set([...actual.keys(), ...wanted.keys()])) {
    const [is, was] = [actual.get(name), wanted.get(name)]
    if (!sameEntry(is, was)) return `${name}: ${told(is)} in place of ${told(was)}`
  }
  return null
}

const told = (entry: Entry | undefined): string => (entry === undefined ? 'nothing' : `${entry.bytes.length} bytes of mode ${entry.mode.toString(8)}`)

/** Which of these trees it is. @throws when it is none of them */
export function whichOf<Name extends string>(actual: Tree, trees: Readonly<Record<Name, Tree>>): Name {
  const names = Object.keys(trees) as Name[]
  const differences = names.map((name) => [name, difference(actual, trees[name])] as const)
  const found = differences.find(([, different]) => different === null)
  if (found === undefined) throw new Error(`a mixed tree: ${differences.map(([name, different]) => `not ${name} (${different})`).join(', ')}`)
  return found[0]
}
