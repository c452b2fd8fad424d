/** Facts of a package as a build output: written beside its package.json, linked by whoever examines the whole. */
import type { Shapes } from '../facts/packed.ts'
import type { FactsStore } from '../facts/store.ts'
import { factsTool } from '../kernel/version.ts'
import { readFacts, writeFacts, type FactsPart, type FileFacts, type StoredFacts } from './facts-part.ts'
import { openPieces } from './pieces.ts'
import { replace } from './replace.ts'

export const FACTS_FILE = 'mongoose-doctor.facts'

interface Head { readonly tool: string; readonly facts: FactsPart }

/**
 * The same facts make the same bytes.
 * @param all names are relative to the package
 * @returns null, or why it could not be written
 */
export function writeFactsFile(path: string, all: readonly FileFacts[], shapes: () => Shapes): string | null {
  return replace(path, (writer) => {
    const head: Head = { tool: factsTool, facts: writeFacts(writer, all, shapes) }
    writer.finish(head)
  })
}

/**
 * What the facts files below a directory hold, each opened when a file of its package is asked for. One that is damaged, or of another
 * version of this tool, is as good as none.
 * @param root absolute
 */
export function openFactsFiles(root: string): FactsStore {
  const opened = new Map<string, StoredFacts | null>()
  const factsIn = (dir: string): StoredFacts | null => {
    let known = opened.get(dir)
    if (known === undefined) opened.set(dir, (known = open(root, dir === '' ? '' : `${dir}/`)))
    return known
  }
  /** The nearest package that has facts of this file. */
  function find<Found>(file: string, ask: (facts: StoredFacts, inside: string) => Found | null): Found | null {
    for (let end = file.lastIndexOf('/'); ; end = file.lastIndexOf('/', end - 1)) {
      const facts = factsIn(file.slice(0, Math.max(0, end)))
      const found = facts === null ? null : ask(facts, file.slice(end + 1))
      if (found !== null || end <= 0) return found
    }
  }
  return {
    has: (file, hash) => find(file, (facts, inside) => facts.has(inside, hash) || null) !== null,
    module: (file, hash) => find(file, (facts, inside) => facts.module(inside, hash)),
    body: (file, hash) => find(file, (facts, inside) => facts.body(inside, hash)),
  }
}

/** @param prefix what its files are called from the root, before their names in it */
function open(root: string, prefix: string): StoredFacts | null {
  const pieces = openPieces(`${root}/${prefix}${FACTS_FILE}`)
  const head = pieces?.head as Partial<Head> | undefined
  const facts = pieces !== null && head?.tool === factsTool && head.facts !== undefined ? readFacts(pieces, head.facts, prefix) : null
  if (facts === null) pieces?.close()
  return facts
}
