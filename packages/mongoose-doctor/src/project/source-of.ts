/** Which source file does `server`, `./src/app` or `dist/server.js` mean? */
import { child, isBelow, join } from './paths.ts'
import type { CompilerOptions } from './tsconfig.ts'
import type { Tree } from './walk.ts'

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx']
/** Folders that builds write to when no tsconfig.json says which. */
const OUTPUTS = new Set(['dist', 'build', 'out', 'lib', '.build', '.output', 'bin', 'compiled', 'output', 'target', 'prod', 'dist-server'])

/**
 * @param dir folder that `name` is relative to
 * @param home folder of the package
 * @returns a file of the tree, or null
 */
export function sourceOf(tree: Tree, name: string, dir: string, home: string, options: readonly CompilerOptions[]): string | null {
  if (name === '' || /[*?$`{}\n]/.test(name)) return null
  const path = join(dir, name.replace(/\\/g, '/'))
  if (path === null) return null
  const exact = asModule(tree, path)
  const built = compiledFrom(tree, path, home, options, exact !== null)
  return built ?? exact
}

/** As Node looks a module up: the file, with an extension, the index of a folder. */
function asModule(tree: Tree, path: string): string | null {
  if (tree.has(path)) return path
  const bare = path.replace(/\.[cm]?jsx?$/, '')
  // tsx takes `x.js` for `x.ts`.
  const bases = bare === path ? [path] : [bare]
  for (const base of [...bases, ...(bare === path ? [child(path, 'index')] : [])]) {
    for (const extension of EXTENSIONS) if (tree.has(base + extension)) return base + extension
  }
  return null
}

/** Output is not examined; what it was compiled from is. An existing file wins over a guess, but not over a tsconfig.json. */
function compiledFrom(tree: Tree, path: string, home: string, options: readonly CompilerOptions[], exists: boolean): string | null {
  for (const { outDir, rootDir, only } of options) {
    if (outDir === null || outDir === home || !isBelow(path, outDir)) continue
    const rest = path.slice(outDir.length + 1)
    const bases = [...[rootDir ?? only].flatMap((base) => base ?? []), child(home, 'src'), home]
    const found = firstModule(tree, bases, rest)
    if (found !== null && !isBelow(found, outDir)) return found
  }
  if (exists) return null
  const inside = home === '' ? path : isBelow(path, home) ? path.slice(home.length + 1) : path
  const [top = '', ...rest] = inside.split('/')
  if (!OUTPUTS.has(top) || rest.length === 0) return null
  return firstModule(tree, [child(home, 'src'), home], rest.join('/'))
}

function firstModule(tree: Tree, bases: readonly string[], rest: string): string | null {
  for (const base of bases) {
    const path = rest === '' ? base : join(base, rest)
    const found = path === null ? null : asModule(tree, path)
    if (found !== null) return found
  }
  return null
}
