/** The first stage: a directory becomes files, packages, applications and entries. Nothing of it is executed. */
import type { Disk } from '../disk/disk.ts'
import { configured } from './configured.ts'
import { installedPackages } from './installed.ts'
import { adapters } from './frameworks/all.ts'
import { nodeApps } from './frameworks/node/node.ts'
import { readPackages } from './packages.ts'
import { isBelow, parent } from './paths.ts'
import type { App, Entry, Package, Problem, Project } from './project.ts'
import { sourceOf } from './source-of.ts'
import { readTsconfigs, type Tsconfigs } from './tsconfig.ts'
import { walk, type Tree } from './walk.ts'

/**
 * Reads the directory to examine.
 * @param added source files that are to be taken as if they were there
 */
export function readProject(disk: Disk, added: Iterable<string> = []): Project {
  const crawled = walk(disk, added)
  const { packages, problems } = readPackages(crawled)
  const tsconfigs = readTsconfigs(crawled, packages)
  const tree = withoutOutput(crawled, packages, tsconfigs)
  const around = { tree, packages, tsconfigs }
  const found = adapters.map((adapter) => adapter.apps(around))
  const apps = found.flatMap((one) => one.apps)
  const asked = configured(tree, packages)
  const known = new Set(apps.flatMap((app) => app.entries.map((entry) => entry.file)))
  const named = asked.entries.filter((file) => !known.has(file))
  const functions = new Set(apps.flatMap(({ framework, entries }) => (framework === 'serverless' ? entries.map(({ file }) => file) : [])))
  const node = nodeApps(around, new Set(apps.map((app) => (app.root === '.' ? '' : app.root))), functions, named)
  const both = onceEach(apps, node.apps)
  // Reads what was not asked for yet: a broken configuration must not show up only when a later stage asks.
  for (const file of tree.files) if (/\.[cm]?tsx?$/.test(file)) tsconfigs.at(parent(file) ?? '')
  const all = [...tree.problems, ...problems, ...tsconfigs.problems, ...asked.problems, ...found.flatMap((one) => one.problems), ...node.problems]
  return {
    disk, root: disk.root, files: tree.files, packages, installed: installedPackages(tree, packages),
    apps: both.sort(byRoot), turnedOn: asked.turnedOn, problems: all.sort(byFile),
  }
}

/** A function that a script starts as a server too is one entry: the server, of which is called what the platform calls. */
function onceEach(apps: readonly App[], node: readonly App[]): App[] {
  const functions = new Map(apps.filter(({ framework }) => framework === 'serverless').flatMap(({ entries }) => entries.map((entry) => [entry.file, entry] as const)))
  const started = new Set(node.flatMap(({ entries }) => entries.map(({ file }) => file)))
  const left = apps.map((app) => (app.framework === 'serverless' ? { ...app, entries: app.entries.filter(({ file }) => !started.has(file)) } : app))
  const joined = node.map((app) => ({ ...app, entries: app.entries.map((entry) => ({ ...entry, ...callsOf(functions.get(entry.file)) })) }))
  return [...left.filter(({ entries }) => entries.length > 0), ...joined]
}

const callsOf = (entry: Entry | undefined): Pick<Entry, 'calls'> => (entry?.calls === undefined ? {} : { calls: entry.calls })

/** A folder that a tsconfig.json names as `outDir` is output when it holds no TypeScript and its source is here too. */
function withoutOutput(tree: Tree, packages: readonly Package[], tsconfigs: Tsconfigs): Tree {
  const outputs = new Set<string>()
  for (const item of packages) {
    const options = tsconfigs.allIn(item.dir)
    for (const { outDir, rootDir } of options) {
      if (outDir === null || outDir === item.dir || !isBelow(outDir, item.dir) || (rootDir !== null && isBelow(rootDir, outDir))) continue
      const inside = tree.files.filter((file) => isBelow(file, outDir))
      const compiled = inside.some((file) => sourceOf(tree, file, '', item.dir, options) !== file)
      if (compiled && !inside.some((file) => /\.[cm]?tsx?$/.test(file))) outputs.add(outDir)
    }
  }
  if (outputs.size === 0) return tree
  const files = tree.files.filter((file) => ![...outputs].some((dir) => isBelow(file, dir)))
  const known = new Set(files)
  return { ...tree, files, has: (file) => known.has(file) }
}

const byFile = (a: Problem, b: Problem): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.at ?? -1) - (b.at ?? -1))
const byRoot = (a: App, b: App): number => {
  const left = a.root === '.' ? '' : a.root
  const right = b.root === '.' ? '' : b.root
  return left < right ? -1 : left > right ? 1 : a.framework < b.framework ? -1 : a.framework > b.framework ? 1 : 0
}
