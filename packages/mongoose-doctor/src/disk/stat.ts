import { lstatSync, statSync, type Stats } from 'node:fs'

/** null where there is nothing, where it may not be looked at, and for what is no path. @param follow whether a link stands for what it leads to */
export function statOf(path: string, follow = true): Stats | null {
  try {
    return (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false }) ?? null
  } catch {
    return null
  }
}
