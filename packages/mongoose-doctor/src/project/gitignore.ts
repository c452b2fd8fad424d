/** Is this folder ignored by git? Asked only of folders whose name may be output or source: `build`, `out`, `coverage`. */
import { globMatcher } from './glob.ts'
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
  const fits = globMatcher(pattern.replace(/^\//, ''), false)
  return [{ ignores: !negated, matches: (path) => fits(anchored ? path : basename(path)) }]
}
