/** Is this folder ignored by git? Asked only of folders whose name may be output or source: `build`, `out`, `coverage`. */
import { basename, parent, upwards } from './paths.ts'

interface Line {
  readonly ignores: boolean
  readonly matches: (path: string) => boolean
}

/** @param text the .gitignore of a folder; null when there is none. */
export function gitIgnores(text: (dir: string) => string | null): (dir: string) => boolean {
  const cache = new Map<string, readonly Line[]>()
  const lines = (dir: string): readonly Line[] => {
    const known = cache.get(dir)
    if (known !== undefined) return known
    const made = (text(dir) ?? '').split(/\r?\n/).flatMap(parseLine)
    cache.set(dir, made)
    return made
  }
  return (dir) => {
    for (const at of upwards(parent(dir) ?? '')) {
      const path = at === '' ? dir : dir.slice(at.length + 1)
      const decisive = lines(at).findLast((line) => line.matches(path))
      if (decisive !== undefined) return decisive.ignores
    }
    return false
  }
}

function parseLine(line: string): Line[] {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return []
  const negated = text.startsWith('!')
  const pattern = text.slice(negated ? 1 : 0).replace(/\/(\*{1,2})?$/, '').replace(/^\*\*\//, '')
  if (pattern === '') return []
  const anchored = pattern.includes('/')
  const glob = tokensOf(pattern.replace(/^\//, ''))
  return [{ ignores: !negated, matches: (path) => fits(glob, anchored ? path : basename(path)) }]
}

/** `**` crosses folders, `*` and `?` don't; everything else is taken literally. */
const tokensOf = (pattern: string): readonly string[] => pattern.match(/\*\*\/|\*+|[^*]/g) ?? []

/** Not by a regular expression: a pattern of the project could keep one busy for ever. This takes the product of both lengths at most. */
function fits(glob: readonly string[], path: string): boolean {
  // Where in the path the tokens so far may end.
  let ends = new Set([0])
  for (const token of glob) {
    const next = new Set<number>()
    for (const at of ends) {
      if (token.startsWith('*')) addStars(next, token, path, at)
      else if (at < path.length && (token === '?' ? path[at] !== '/' : path[at] === token)) next.add(at + 1)
    }
    if (next.size === 0) return false
    ends = next
  }
  return ends.has(path.length)
}

/** Everywhere that a `*`, `**` or `**` with its slash may end which begins at `at`. */
function addStars(ends: Set<number>, token: string, path: string, at: number): void {
  ends.add(at)
  for (let end = at + 1; end <= path.length; end++) {
    const isFolder = path[end - 1] === '/'
    if (isFolder && token === '*') return
    if (!isFolder && token === '**/') continue
    // Another one has been here, and has added the rest.
    if (ends.has(end)) return
    ends.add(end)
  }
}
