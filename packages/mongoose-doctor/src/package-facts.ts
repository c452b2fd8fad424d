/** From a package's directory to what its source files say: each file by itself, so the rest of the workspace does not matter. */
import type { FileFacts } from './cache/facts-part.ts'
import { writeFactsFile } from './cache/facts-file.ts'
import { openDisk } from './disk/disk.ts'
import { readBody } from './facts/body.ts'
import { readModule } from './facts/module.ts'
import { createPacker } from './facts/packed.ts'
import { packageAt, readPackages } from './project/packages.ts'
import { parent } from './project/paths.ts'
import { walk } from './project/walk.ts'

/** Why there is no file, or of how many source files it has the facts. */
export type Written = { readonly reason: string } | { readonly files: number; readonly of: number }

/**
 * Files of packages further below are left to those, and files that can't be read to whoever links the facts.
 * @param path of the file to write, absolute
 * @throws UsageError when there is no such directory
 */
export function writePackageFacts(directory: string, path: string): Written {
  const disk = openDisk(directory, true)
  const tree = walk(disk)
  const { packages } = readPackages(tree)
  const own = packages.find(({ dir }) => dir === '') ?? null
  const files = tree.files.filter((file) => packageAt(packages, parent(file) ?? '') === own)
  const packer = createPacker()
  const all = files.flatMap((file): FileFacts[] => {
    const source = disk.source(file)
    if ('reason' in source || source.hash === null) return []
    const facts = readModule(file, source.text)
    const module = packer.module(facts)
    const body = (): Uint8Array | null => {
      const made = facts.error === null ? readBody(file, source.text, facts.flawless) : null
      return made === null ? null : packer.body(made, source.text)
    }
    return module === null ? [] : [{ file, hash: source.hash, module, body, looked: false }]
  })
  const reason = writeFactsFile(path, all, () => packer.shapes)
  return reason === null ? { files: all.length, of: files.length } : { reason }
}
