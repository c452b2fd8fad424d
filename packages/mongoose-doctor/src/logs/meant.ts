/** Which files the paths of many traces mean. */
import { filesMeant, formsOf } from './error-text.ts'

/** As `filesMeant` for one path after another, without looking at every file each time: a log has thousands of paths, and a project thousands of files. */
export function fileFinder(files: Iterable<string>): (path: string) => readonly string[] {
  // Two paths of which one ends with the other have the same last two parts, or one of them has only one.
  const byEnd = new Map<string, Set<string>>()
  for (const file of files) {
    for (const form of formsOf(file)) byEnd.set(endOf(form), (byEnd.get(endOf(form)) ?? new Set()).add(file))
  }
  const known = new Map<string, readonly string[]>()
  return (path) => {
    const before = known.get(path)
    if (before) return before
    const candidates = new Set([endOf(path), path.slice(path.lastIndexOf('/') + 1)].flatMap((end) => [...(byEnd.get(end) ?? [])]))
    const found = filesMeant([path], candidates)
    known.set(path, found)
    return found
  }
}

function endOf(path: string): string {
  return path.split('/').slice(-2).join('/')
}
