/** The files of a commit. */
import type { Objects } from './objects.ts'

interface TreeEntry {
  readonly name: string
  readonly kind: 'folder' | 'file' | 'other'
  readonly id: string
}

/**
 * Every plain file below a folder, by its path from there, with the id of its content.
 * @param tree of the commit
 * @param folder '' for all of it
 */
export function filesIn(objects: Objects, tree: string, folder: string, idBytes: 20 | 32): ReadonlyMap<string, string> {
  let start: string | null = tree
  for (const name of folder === '' ? [] : folder.split('/')) start = start === null ? null : (entriesOf(objects, start, idBytes).find((entry) => entry.kind === 'folder' && entry.name === name)?.id ?? null)
  const files = new Map<string, string>()
  const pending = start === null ? [] : [{ id: start, path: '' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { name, kind, id } of entriesOf(objects, next.id, idBytes)) {
      const path = next.path + name
      if (kind === 'file') files.set(path, id)
      else if (kind === 'folder' && next.path.length < LONGEST) pending.push({ id, path: `${path}/` })
    }
  }
  return files
}

/** A folder could hold itself, if somebody found a content that has the id which is in it. */
const LONGEST = 8192

function entriesOf(objects: Objects, tree: string, idBytes: 20 | 32): readonly TreeEntry[] {
  const content = objects.need(tree, 'tree')
  const entries: TreeEntry[] = []
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at)
    if (end === -1) break
    const [mode = ''] = content.toString('latin1', at, end).split(' ', 1)
    const kind = mode === '40000' ? 'folder' : mode.startsWith('100') ? 'file' : 'other'
    entries.push({ name: content.toString('utf8', at + mode.length + 1, end), kind, id: content.toString('hex', end + 1, end + 1 + idBytes) })
    at = end + 1 + idBytes
  }
  return entries
}
