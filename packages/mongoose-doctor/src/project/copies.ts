/** Which copy of a package does each package of a workspace load? As the lock file says, or as they are installed. */
import type { Disk } from '../disk/disk.ts'
import { child, upwards } from './paths.ts'
import type { Package } from './project.ts'
import { lowestVersion } from './version.ts'

/** One copy: two packages that have the same `place` share it. */
export interface Copy {
  /** The version, as exactly as it is known. */
  readonly version: string
  readonly place: string
}

/**
 * By the folder of a package that depends on it. Packages of which nothing is known are left out.
 * @param name a package without characters that mean something in a pattern
 */
export function copiesOf(disk: Disk, packages: readonly Package[], name: string): ReadonlyMap<string, Copy> {
  const locked = fromNpmLock(disk, name) ?? fromPnpmLock(disk, name)
  const copies = new Map<string, Copy>()
  for (const { dir, dependencies } of packages) {
    const range = dependencies.get(name)
    if (range === undefined) continue
    const copy = locked?.(dir) ?? byRange(range)
    if (copy !== null) copies.set(dir, copy)
  }
  return copies
}

type Locked = (dir: string) => Copy | null

/** package-lock.json names the folder of each copy: a package loads the one in the nearest folder above it. */
function fromNpmLock(disk: Disk, name: string): Locked | null {
  const text = disk.read('package-lock.json')
  if (text === null) return null
  const versions = new Map<string, string>()
  const pattern = new RegExp(`"((?:[^"\\n]*/)?node_modules/${name})":\\s*\\{\\s*"version":\\s*"([^"\\n]+)"`, 'g')
  for (const [, place = '', version = ''] of text.matchAll(pattern)) versions.set(place, version)
  return (dir) => {
    for (const above of upwards(dir)) {
      const place = child(above, `node_modules/${name}`)
      const version = versions.get(place)
      if (version !== undefined) return { version, place }
    }
    return null
  }
}

/** pnpm-lock.yaml names the version for each package of the workspace; one version is one copy, as far as peers are the same. */
function fromPnpmLock(disk: Disk, name: string): Locked | null {
  const text = disk.read('pnpm-lock.yaml')
  if (text === null) return null
  const importers = /^importers:\n((?:[ \t].*\n|\n)*)/m.exec(text)?.[1] ?? ''
  const sections = new Map(importers.split(/^ {2}(?=\S)/m).map((section) => [/^'?([^':\n]+)'?:/.exec(section)?.[1] ?? '', section]))
  return (dir) => {
    const version = new RegExp(`^ +'?${name}'?:\\n +specifier:.*\\n +version: '?([^\\s'(]+)`, 'm').exec(sections.get(dir === '' ? '.' : dir) ?? '')?.[1]
    return version === undefined ? null : { version, place: version }
  }
}

/** Without a lock file, two major versions are two copies. */
function byRange(range: string): Copy | null {
  const version = lowestVersion(range)
  return version === null ? null : { version: `${version.major}`, place: `${version.major}` }
}

/** Where a package.json names a dependency; null where it does not. */
export function placeInManifest(disk: Disk, dir: string, name: string): { readonly file: string; readonly start: number; readonly end: number } | null {
  const file = child(dir, 'package.json')
  const match = new RegExp(`"${name}"\\s*:`).exec(disk.read(file) ?? '')
  return match === null ? null : { file, start: match.index, end: match.index + match[0].length }
}
