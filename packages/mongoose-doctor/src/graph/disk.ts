/** The few questions that only the disk can answer. Nothing outside of the examined directory is read. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'

export interface Disk {
  /** Whether there is something of that name. */
  exists(path: string): boolean
  /** Text of a small plain file; null when there is none, or when a link leads out. */
  read(path: string): string | null
  /** The same file without the links on its way, even if the file itself is absent; null when that is outside. */
  withoutLinks(path: string): string | null
}

const LIMIT = 1_000_000

export function openDisk(root: string): Disk {
  const real = realpathSync(root)
  const inside = (path: string): string | null =>
    path === real ? '' : path.startsWith(real + sep) ? relative(real, path).split(sep).join('/') : null
  return {
    exists: (path) => existsSync(`${root}/${path}`),
    read(path) {
      try {
        const target = realpathSync(`${root}/${path}`)
        const stat = statSync(target)
        return inside(target) !== null && stat.isFile() && stat.size <= LIMIT ? readFileSync(target, 'utf8') : null
      } catch {
        return null
      }
    },
    withoutLinks(path) {
      let rest = ''
      for (let at = `${root}/${path}`; at.length > root.length; at = dirname(at)) {
        try {
          const found = inside(realpathSync(at))
          return found === null ? null : found + rest
        } catch {
          rest = at.slice(dirname(at).length) + rest
        }
      }
      return null
    }
  }
}
