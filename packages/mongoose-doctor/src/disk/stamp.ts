/** What a file looks like from outside. Whoever changes its content changes this too; whoever only looks like it has not, is found by content. */
import type { Stats } from 'node:fs'
import { statOf } from './stat.ts'

/** Times in milliseconds, with their fractions. `changed` can't be set by programs. */
export interface Stamp {
  readonly modified: number
  readonly changed: number
  readonly size: number
  readonly inode: number
}

export const toStamp = ({ mtimeMs, ctimeMs, size, ino }: Stats): Stamp => ({ modified: mtimeMs, changed: ctimeMs, size, inode: ino })

/** Null where there is nothing. @param follow whether a link stands for what it leads to */
export function stampOf(path: string, follow: boolean): Stamp | null {
  const stats = statOf(path, follow)
  return stats === null ? null : toStamp(stats)
}

export function isSameStamp(a: Stamp, b: Stamp): boolean {
  return a.modified === b.modified && a.changed === b.changed && a.size === b.size && a.inode === b.inode
}
