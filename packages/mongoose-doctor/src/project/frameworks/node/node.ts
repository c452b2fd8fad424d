/** Framework: plain Node. What do package.json's scripts, `main` and `bin` start? */
import { isRecord } from '../../json.ts'
import { packageAt } from '../../packages.ts'
import { child, join, parent, upwards } from '../../paths.ts'
import type { App, Entry, Package, Problem } from '../../project.ts'
import { runsOf, type Run } from '../../scripts.ts'
import { sourceOf } from '../../source-of.ts'
import type { CompilerOptions, Tsconfigs } from '../../tsconfig.ts'
import { isTest, type Tree } from '../../walk.ts'
import type { Around, Found } from '../adapter.ts'
import { nodeCompiler } from './compiler.ts'
import { guessedPrograms } from './guess.ts'
import { nestPrograms } from './nest-cli.ts'
import { nxWorkspace } from './nx.ts'
import { pm2Scripts } from './pm2.ts'

interface Program {
  readonly file: string
  readonly kind: 'server' | 'script'
  /** Node itself runs TypeScript: nothing is erased but types. */
  readonly stripped: boolean
  readonly with: readonly string[]
  readonly named?: true
  readonly isPlugin?: true
}

/** A start or development script runs a server; what else there is are scripts. */
const SERVER_SCRIPT = /(?:^|[:._-])(?:start|dev|serve|server|develop|prod|production)(?:$|[:._-])/
const OTHER_SCRIPT = /seed|migrat|test|script|lint|build|generate|install/
/** `"main": "./nuxt.config.ts"` makes a layer of a package, and starts nothing. */
const CONFIGURATION = /\.config\.[cm]?[jt]s$/
/** Where a program starts when nothing says so. */
const CANDIDATES = ['index', 'server', 'app', 'main'].flatMap((name) => ['ts', 'js', 'mjs', 'mts', 'cjs'].map((end) => `${name}.${end}`))
const MONGOOSE = ['mongoose', '@nestjs/mongoose', '@typegoose/typegoose', 'nuxt-mongoose']
const OTHER_FRAMEWORKS = [
  'nuxt', '@sveltejs/kit', 'astro', '@remix-run/node', '@remix-run/server-runtime', '@react-router/dev', '@solidjs/start',
  '@tanstack/react-start',
]

/**
 * One application a package that starts something, beside what a framework starts there; none where nothing is started.
 * @param taken folders of other frameworks' applications
 * @param functions files that a platform deploys as functions
 * @param named files that the configuration names as entries
 */
export function nodeApps(
  { tree, packages, tsconfigs }: Around, taken: ReadonlySet<string>, functions: ReadonlySet<string>, named: readonly string[],
): Found {
  const problems: Problem[] = []
  /** A script of the workspace root may start a file of another package: entries belong to the package of the file. */
  const byPackage = new Map<string, Program[]>()
  const add = (found: Program): void => {
    const home = packageAt(packages, parent(found.file) ?? '')?.dir ?? ''
    const list = byPackage.get(home)
    if (list === undefined) byPackage.set(home, [found])
    else list.push(found)
  }
  /** @param manifest that doesn't say what is started; null where there is none */
  const guess = (dir: string, manifest: string | null): boolean => {
    const files = guessedPrograms(tree, dir)
    for (const file of files) {
      add({ file, kind: 'server', stripped: false, with: [] })
      problems.push({ file, at: null, reason: `${manifest === null ? 'No package.json' : 'Nothing in package.json'} says what is started here: by its name, this file was taken for a program.` })
    }
    return files.length > 0
  }
  const { programs, libraries } = nxWorkspace(tree)
  for (const { file } of programs) add({ file, kind: 'server', stripped: false, with: [] })
  const outputs = new Set(programs.map(({ output }) => output))
  const depended = dependedOn(packages)
  const unknown: Package[] = []
  for (const item of packages) {
    const options = tsconfigs.allIn(item.dir)
    const started = fromScripts(tree, item, options)
    started.found.forEach(add)
    fromBin(tree, item, options).forEach(add)
    // A library's `main` is evaluated by those that import it.
    if ((item.name !== null && depended.has(item.name)) || libraries.has(item.dir)) continue
    if (reachesMongoose(packages, item)) fromMain(tree, item, options, started.found).filter(({ file }) => !functions.has(file)).forEach(add)
    if (!usesMongoose(item)) continue
    unknown.push(item)
    for (const { script, target } of started.lost) {
      if (otherFramework(item) !== undefined || started.found.some(({ kind }) => kind === 'server') || outputs.has(join(item.dir, target))) continue
      const reason = `The script '${script}' starts ${target}, whose source was not found.`
      problems.push({ file: child(item.dir, 'package.json'), at: placeOf(tree, item, script), reason })
    }
  }
  const homes = new Set(named.map((file) => packageAt(packages, parent(file) ?? '')))
  for (const item of unknown) {
    const framework = otherFramework(item)
    if (framework !== undefined && !homes.has(item) && !taken.has(item.dir)) {
      const reason = `This is an application of ${framework}, whose entries are not known here.`
      problems.push({ file: child(item.dir, 'package.json'), at: null, reason })
    }
    if (byPackage.has(item.dir) || taken.has(item.dir)) continue
    const fallback = firstCandidate(tree, item.dir)
    if (fallback !== null) add(fallback)
    else if (framework === undefined && !homes.has(item) && guess(item.dir, child(item.dir, 'package.json'))) continue
    else if (framework === undefined && !homes.has(item) && tree.files.some((file) => packageAt(packages, parent(file) ?? '') === item)) {
      const reason = 'No entry point was found in this package, so its code was not examined.'
      problems.push({ file: child(item.dir, 'package.json'), at: null, reason })
    }
  }
  if (packages.length === 0) {
    const fallback = firstCandidate(tree, '')
    if (fallback !== null) add(fallback)
    else if (taken.size === 0 && named.length === 0) guess('', null)
  }
  // After what is found without them: they add to it.
  for (const file of named) add(namedEntry(file, byPackage.get(packageAt(packages, parent(file) ?? '')?.dir ?? '') ?? []))
  const apps = [...byPackage].flatMap(([dir, found]) => appsOf(dir, found, tsconfigs))
  return { apps, problems }
}

/** A server script whose program is not here. */
interface Lost {
  readonly script: string
  readonly target: string
}

function fromScripts(tree: Tree, item: Package, options: readonly CompilerOptions[]): { found: Program[]; lost: Lost[] } {
  const found: Program[] = []
  const lost: Lost[] = []
  for (const [script, text] of item.scripts) {
    const kind = SERVER_SCRIPT.test(script) && !OTHER_SCRIPT.test(script) ? 'server' : 'script'
    for (const run of runsOf(text)) {
      const files = programsOf(tree, item, run, options)
      for (const file of files) {
        if (isTest(file)) continue
        const dir = join(item.dir, run.cwd) ?? item.dir
        const preloads = run.preloads.flatMap((name) => sourceOf(tree, name, dir, item.dir, options) ?? [])
        const named = run.targets.some((target) => /\.[cm]?ts$/.test(target))
        found.push({ file, kind, stripped: named && !run.compiled && run.runner === 'node', with: preloads, ...(run.runner === 'fastify' ? { isPlugin: true } : {}) })
      }
      const target = run.targets.find((word) => /\.[cm]?[jt]sx?$/.test(word) && !word.includes('node_modules'))
      if (files.length === 0 && kind === 'server' && target !== undefined) lost.push({ script, target })
    }
  }
  return { found, lost }
}

function programsOf(tree: Tree, item: Package, run: Run, options: readonly CompilerOptions[]): string[] {
  const dir = join(item.dir, run.cwd)
  if (dir === null) return []
  if (run.runner === 'nest') return nestPrograms(tree, dir, run.targets).flatMap((name) => sourceOf(tree, name, dir, item.dir, options) ?? [])
  if (run.runner.startsWith('pm2')) {
    const listed = run.targets.flatMap((target) => pm2Scripts(tree, dir, target))
    if (listed.length > 0) return listed.flatMap((name) => sourceOf(tree, name, dir, item.dir, options) ?? [])
  }
  for (const target of run.targets) {
    const file = sourceOf(tree, target, dir, item.dir, options)
    if (file !== null) return [file]
  }
  return []
}

/** `main` is the server unless a script starts another one. */
function fromMain(tree: Tree, item: Package, options: readonly CompilerOptions[], started: readonly Program[]): Program[] {
  const { main } = item.manifest
  const file = typeof main === 'string' ? sourceOf(tree, main, item.dir, item.dir, options) : null
  if (file === null || isTest(file) || CONFIGURATION.test(file) || started.some((other) => other.file === file)) return []
  return [{ file, kind: started.some(({ kind }) => kind === 'server') ? 'script' : 'server', stripped: false, with: [] }]
}

function fromBin(tree: Tree, item: Package, options: readonly CompilerOptions[]): Program[] {
  const { bin } = item.manifest
  return (isRecord(bin) ? Object.values(bin) : [bin]).flatMap((name): Program[] => {
    const file = typeof name === 'string' ? sourceOf(tree, name, item.dir, item.dir, options) : null
    return file === null ? [] : [{ file, kind: 'script', stripped: false, with: [] }]
  })
}

function firstCandidate(tree: Tree, dir: string): Program | null {
  for (const folder of [dir, child(dir, 'src'), child(dir, 'api')]) {
    const file = CANDIDATES.map((name) => child(folder, name)).find((name) => tree.has(name))
    if (file !== undefined) return { file, kind: 'server', stripped: false, with: [] }
  }
  return null
}

/** How it is run nobody says: as the other programs of its package are. */
function namedEntry(file: string, others: readonly Program[]): Program {
  const same = others.find((other) => other.file === file)
  if (same !== undefined) return { ...same, named: true }
  const programs = others.filter((other) => /\.[cm]?ts$/.test(other.file) && other.named === undefined)
  const stripped = /\.[cm]?ts$/.test(file) && programs.length > 0 && programs.every((other) => other.stripped)
  return { file, kind: 'script', stripped, with: [], named: true }
}

/** Node's own type stripping keeps imports that every other tool erases, so its programs are an application apart. */
function appsOf(dir: string, found: readonly Program[], tsconfigs: Tsconfigs): App[] {
  return [false, true].flatMap((stripped) => {
    const entries = entriesOf(found.filter((item) => item.stripped === stripped))
    if (entries.length === 0) return []
    const how = stripped ? 'stripped' : entries.some(({ file }) => /\.[cm]?tsx?$/.test(file)) ? 'compiled' : 'javascript'
    return [{ root: dir === '' ? '.' : dir, framework: 'node', compiler: nodeCompiler(how, tsconfigs), entries, usesDirectives: false, hasServerActions: false, startup: [] }]
  })
}

/** One entry a file: a server if anything starts it as one; with it only what every start evaluates. */
function entriesOf(found: readonly Program[]): Entry[] {
  const byFile = new Map<string, Entry>()
  for (const item of found) {
    const known = byFile.get(item.file)
    byFile.set(item.file, {
      file: item.file,
      kind: known?.kind === 'server' ? 'server' : item.kind,
      with: known === undefined ? item.with : known.with.filter((file) => item.with.includes(file)),
      ...(known?.named === true || item.named === true ? { named: true } : {}),
      ...(known?.isPlugin === true || item.isPlugin === true ? { isPlugin: true } : {}),
    })
  }
  return [...byFile.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}

const usesMongoose = (item: Package): boolean => MONGOOSE.some((name) => item.dependencies.has(name))

const otherFramework = (item: Package): string | undefined => OTHER_FRAMEWORKS.find((name) => item.dependencies.has(name))

/** Itself, through a package of the workspace, or because a folder above installs it. */
function reachesMongoose(packages: readonly Package[], item: Package): boolean {
  const seen = new Set<Package>()
  const pending = [item, ...[...upwards(item.dir)].flatMap((dir) => packageAt(packages, dir) ?? [])]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (usesMongoose(at)) return true
    const { dependencies } = at
    pending.push(...packages.filter(({ name }) => name !== null && dependencies.has(name)))
  }
  return false
}

function dependedOn(packages: readonly Package[]): ReadonlySet<string> {
  const names = new Set(packages.flatMap((item) => item.name ?? []))
  return new Set(packages.flatMap((item) => [...item.dependencies.keys()].filter((name) => names.has(name) && name !== item.name)))
}

function placeOf(tree: Tree, item: Package, script: string): number | null {
  const text = tree.read(child(item.dir, 'package.json')) ?? ''
  const scripts = text.indexOf('"scripts"')
  const at = text.indexOf(JSON.stringify(script), scripts)
  return scripts < 0 || at < 0 ? null : at
}
