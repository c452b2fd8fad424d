/** Which version of a package does an application run? */
import type { Package } from './project.ts'
import type { Tree } from './walk.ts'

export interface Version {
  readonly major: number
  readonly minor: number | null
}

/** The lowest version that a range allows; null when it names none (a tag, a catalog, a git address). */
export function lowestVersion(range: string): Version | null {
  const plain = range.replace(/^(?:npm:(?:@[^/]+\/)?[^@]*@|workspace:)/, '')
  if (/^(?:https?|git|file|link|catalog|github)\b/.test(plain)) return null
  const versions = plain.split('||').flatMap((part) => {
    const match = /(?:^|[\s^~>=v])(\d+)(?:\.(\d+))?/.exec(part.replace(/<=?\s*v?[\d.]+(?:-[\w.]+)?/g, ' '))
    if (match?.[1] === undefined) return []
    return [{ major: Number(match[1]), minor: match[2] === undefined ? null : Number(match[2]), wide: /[\^x*>]/.test(part) }]
  })
  const [lowest] = versions.sort((a, b) => a.major - b.major || (a.minor ?? 0) - (b.minor ?? 0))
  // `^14.2.3` installs any 14: its minor says nothing.
  return lowest === undefined ? null : { major: lowest.major, minor: lowest.wide ? null : lowest.minor }
}

/** The installed version by a lock file at the root: asked only when the range is no help. @param name without characters that mean something in a pattern, but for `/` and `@` */
export function lockedVersion(tree: Tree, name: string): Version | null {
  const patterns: [string, RegExp][] = [
    ['package-lock.json', new RegExp(`"node_modules/${name}":\\s*\\{\\s*"version":\\s*"(\\d+)\\.(\\d+)`)],
    ['pnpm-lock.yaml', new RegExp(`^\\s+'?/?${name}[@/](\\d+)\\.(\\d+)`, 'm')],
    ['yarn.lock', new RegExp(`^"?${name}@[^\\n]*:\\n\\s+version:? "?(\\d+)\\.(\\d+)`, 'm')],
    ['bun.lock', new RegExp(`"${name}":\\s*\\["${name}@(\\d+)\\.(\\d+)`)],
  ]
  for (const [file, pattern] of patterns) {
    const match = pattern.exec(tree.read(file) ?? '')
    if (match !== null) return { major: Number(match[1]), minor: Number(match[2]) }
  }
  return null
}

/** The range of a dependency for an application: its own, or the one of a workspace root above it. */
export function rangeOf(packages: readonly Package[], dir: string, name: string): string | null {
  const above = packages.filter((item) => item.dir === '' || dir === item.dir || dir.startsWith(`${item.dir}/`))
  const nearest = above.sort((a, b) => b.dir.length - a.dir.length).find((item) => item.dependencies.has(name))
  return nearest?.dependencies.get(name) ?? null
}

/** What an application runs by its range, else by the lock file; null when neither says. */
export function versionOf(tree: Tree, packages: readonly Package[], dir: string, name: string): Version | null {
  const range = rangeOf(packages, dir, name)
  return (range === null ? null : lowestVersion(range)) ?? lockedVersion(tree, name)
}
