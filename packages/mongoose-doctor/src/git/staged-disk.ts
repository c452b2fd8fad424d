/** What is staged, asked as one asks the disk. */
import { lstatSync, readFileSync } from 'node:fs'
import type { Disk, Item, Listing } from '../disk/disk.ts'
import { sourceIn, type Known, type Source } from '../disk/source.ts'
import { blobIds } from './blob-id.ts'
import type { Staged } from './changes.ts'
import type { IndexEntry } from './index-file.ts'

/**
 * The disk as the next commit has it: what is staged in place of what lies there, and nothing that git does not know, but for what is installed in
 * node_modules. oxc-resolver reads the disk by itself, and so finds what lies there.
 * @param isNothing whether what has such a name is of no consequence: it stays in the lists, so that they are what they were
 */
export function stagedDisk(disk: Disk, { index, content, idBytes }: Staged, isNothing: (name: string, kind: Item['kind']) => boolean): Disk {
  const folders = foldersOf(index)
  const isModule = (path: string): boolean => isBelow(path, (folder) => index.get(folder)?.kind === 'module')
  const isForeign = (path: string): boolean => isModule(path) || (isBelow(path, (folder) => /(?:^|\/)node_modules$/.test(folder)) && !index.has(path) && !folders.has(path))
  /** A folder that git does not know, and nobody would look for. */
  const isIdle = (path: string): boolean => !folders.has(path) && path.split('/').every((name, at, all) => folders.has(all.slice(0, at + 1).join('/')) || isNothing(name, 'folder'))
  const same = new Map<string, boolean>()

  /** Whether the file that lies there is the one that is staged. */
  function isSame(file: string, id: string): boolean {
    const known = same.get(file) ?? looksStaged(`${disk.root}/${file}`, id, idBytes)
    same.set(file, known)
    return known
  }

  /** What is staged under a name, where another thing lies on the disk; 'disk' where it is the same, or not for git to say. */
  function instead(file: string): Buffer | string | 'disk' | null {
    if (isForeign(file)) return 'disk'
    const entry = index.get(file)
    if (entry === undefined) return null
    if (entry.kind === 'link') return 'disk'
    if (entry.id === null) return null
    return isSame(file, entry.id) ? 'disk' : content(entry.id)
  }

  function source(file: string, known: (hash: string) => boolean): Source | Known {
    const staged = instead(file)
    if (staged === 'disk') return disk.sourceUnless(file, known)
    if (Buffer.isBuffer(staged)) return sourceIn(staged, NO_STAMP, known)
    return { reason: index.has(file) ? 'not read: it has a merge conflict' : 'not read: it is not staged' }
  }

  return {
    root: disk.root,
    list(dir): Listing {
      if (isForeign(dir)) return disk.list(dir)
      const items = folders.get(dir)
      if (items === undefined && !isIdle(dir)) return { error: 'ENOENT' }
      const there = disk.list(dir)
      if (items === undefined && 'error' in there) return there
      const others = 'error' in there ? [] : there.items.filter(({ name, kind }) => items?.has(name) !== true && isNothing(name, kind))
      return { items: [...[...items ?? []].map(([name, kind]): Item => ({ name, kind })), ...others] }
    },
    read(file) {
      const staged = instead(file)
      return staged === 'disk' ? disk.read(file) : Buffer.isBuffer(staged) ? staged.toString('utf8') : null
    },
    source(file) {
      const made = source(file, () => false)
      return 'text' in made && made.text === null ? { reason: 'not read' } : made
    },
    sourceUnless: source,
    kind(path) {
      if (isForeign(path) || index.get(path)?.kind === 'link') return disk.kind(path)
      if (folders.has(path)) return 'folder'
      return index.has(path) ? 'file' : isIdle(path) && disk.kind(path) === 'folder' ? 'folder' : null
    },
    target: (link) => disk.target(link),
    withoutLinks: (path) => disk.withoutLinks(path),
    resolve: (...asked) => disk.resolve(...asked),
  }
}

/** Nothing that lies there looks like it. */
const NO_STAMP = { modified: 0, changed: 0, size: 0, inode: 0 }

/** What lies in each folder that git knows. */
function foldersOf(index: ReadonlyMap<string, IndexEntry>): ReadonlyMap<string, ReadonlyMap<string, Item['kind']>> {
  const folders = new Map<string, Map<string, Item['kind']>>([['', new Map()]])
  for (const [path, { kind }] of index) {
    let item: Item['kind'] = kind === 'module' ? 'folder' : kind
    for (let at = path; at !== '';) {
      const slash = at.lastIndexOf('/')
      const dir = slash === -1 ? '' : at.slice(0, slash)
      const items = folders.get(dir)
      if (items === undefined) folders.set(dir, new Map([[at.slice(slash + 1), item]]))
      else {
        items.set(at.slice(slash + 1), item)
        break
      }
      item = 'folder'
      at = dir
    }
  }
  return folders
}

/** Whether it, or a folder above it, is such a one. */
function isBelow(path: string, test: (folder: string) => boolean): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) if (test(at)) return true
  return false
}

function looksStaged(path: string, id: string, idBytes: 20 | 32): boolean {
  try {
    return lstatSync(path).isFile() && blobIds(readFileSync(path), idBytes).includes(id)
  } catch {
    return false
  }
}
