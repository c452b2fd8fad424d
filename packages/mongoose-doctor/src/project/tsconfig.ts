/** What does the nearest tsconfig.json ask of the compiler? Follows `extends`, inside the root only. */
import { isRecord, parseJsonc } from './json.ts'
import { basename, child, join, parent, upwards } from './paths.ts'
import type { Package, Problem } from './project.ts'
import type { Tree } from './walk.ts'

export interface CompilerOptions {
  readonly verbatimModuleSyntax: boolean | null
  /** It says itself which files it is for; the generated configuration that it extends does not count. */
  readonly namesFiles: boolean | null
  readonly emitDecoratorMetadata: boolean | null
  /** Relative to root. */
  readonly outDir: string | null
  readonly rootDir: string | null
  /** Without a rootDir: the only folder that its files are in, which tsc then takes for it. */
  readonly only: string | null
}

export interface Tsconfigs {
  /** Options of the tsconfig.json that governs a folder. */
  readonly at: (dir: string) => CompilerOptions
  /** Every tsconfig*.json directly in a folder: builds often name another one. */
  readonly allIn: (dir: string) => readonly CompilerOptions[]
  /** What was broken in the files read so far. */
  readonly problems: readonly Problem[]
}

/** Of configurations that extend each other: each takes some of the stack. */
export const LONGEST_CHAIN = 100

/** In bytes. */
const LARGEST_CONFIG = 1_000_000

const NONE: CompilerOptions = { verbatimModuleSyntax: null, namesFiles: null, emitDecoratorMetadata: null, outDir: null, rootDir: null, only: null }

export function readTsconfigs(tree: Tree, packages: readonly Package[]): Tsconfigs {
  const problems: Problem[] = []
  const files = new Map<string, CompilerOptions>()
  const byFolder = new Map<string, string[]>()
  for (const file of tree.tsconfigs) {
    const dir = parent(file) ?? ''
    const list = byFolder.get(dir)
    if (list === undefined) byFolder.set(dir, [file])
    else list.push(file)
  }

  const load = (file: string, chain: readonly string[]): CompilerOptions => {
    const known = files.get(file)
    if (known !== undefined) return known
    // tsc rejects a circle; what was read up to here stands.
    if (chain.includes(file)) return NONE
    if (chain.length > LONGEST_CHAIN) {
      problems.push({ file, at: null, reason: `This configuration is the last of more than ${LONGEST_CHAIN} that extend each other; it was not read.` })
      files.set(file, NONE)
      return NONE
    }
    const text = tree.read(file)
    if (text === null || Buffer.byteLength(text) > LARGEST_CONFIG) {
      problems.push({ file, at: null, reason: `This TypeScript configuration was not read: ${text === null ? 'it could not be opened' : 'it is too large'}.` })
      files.set(file, NONE)
      return NONE
    }
    const parsed = parseJsonc(text)
    if ('reason' in parsed || !isRecord(parsed.value)) {
      const at = 'reason' in parsed ? parsed.at : 0
      const why = 'reason' in parsed ? parsed.reason : 'it does not hold an object'
      problems.push({ file, at, reason: `This TypeScript configuration could not be read: ${why}.` })
      files.set(file, NONE)
      return NONE
    }
    const dir = parent(file) ?? ''
    const base = parsed.value['extends']
    let merged = NONE
    for (const name of Array.isArray(base) ? base : [base]) {
      if (typeof name !== 'string') continue
      const target = resolveExtends(tree, packages, dir, name)
      if (target !== null) merged = overlay(merged, { ...load(target, [...chain, file]), ...(GENERATED.test(target) ? { namesFiles: null } : {}) })
      else if (IMPLIES_VERBATIM.test(name)) merged = overlay(merged, { ...NONE, verbatimModuleSyntax: true })
      else if (name.startsWith('.') && !GENERATED.test(name)) {
        const at = Math.max(0, text.indexOf(name))
        problems.push({ file, at, reason: `This configuration extends '${name}', which is not in the examined directory.` })
      }
    }
    const namesFiles = 'include' in parsed.value || 'files' in parsed.value ? true : null
    const options = overlay(merged, { ...own(dir, parsed.value['compilerOptions']), namesFiles })
    const made = 'include' in parsed.value ? { ...options, only: onlyFolder(dir, parsed.value['include']) } : options
    files.set(file, made)
    return made
  }

  const nearest = new Map<string, CompilerOptions>()
  return {
    at: (dir) => {
      const known = nearest.get(dir)
      if (known !== undefined) return known
      let found = NONE
      for (const at of upwards(dir)) {
        const file = byFolder.get(at)?.find((name) => basename(name) === 'tsconfig.json')
        if (file === undefined) continue
        found = load(file, [])
        break
      }
      nearest.set(dir, found)
      return found
    },
    allIn: (dir) => (byFolder.get(dir) ?? []).map((file) => load(file, [])),
    problems,
  }
}

/** Written by a framework before it builds; absent in a fresh checkout. */
const GENERATED = /(?:^|\/)(?:node_modules|\.(?:nuxt|nitro|svelte-kit|astro|next|output|wxt|expo|angular))\//

/** Not here without an installation, but known: SvelteKit's generated base, and those that Astro brings, turn `verbatimModuleSyntax` on (observed). */
const IMPLIES_VERBATIM = /(?:^|\/)\.svelte-kit\/tsconfig\.json$|^astro\/tsconfigs\//

const overlay = (under: CompilerOptions, over: CompilerOptions): CompilerOptions => ({
  verbatimModuleSyntax: over.verbatimModuleSyntax ?? under.verbatimModuleSyntax,
  namesFiles: over.namesFiles ?? under.namesFiles,
  emitDecoratorMetadata: over.emitDecoratorMetadata ?? under.emitDecoratorMetadata,
  outDir: over.outDir ?? under.outDir,
  rootDir: over.rootDir ?? under.rootDir,
  only: over.only ?? under.only,
})

/** Of `["src/server/**\/*"]` that is `src/server`; declarations have no part in it. */
function onlyFolder(dir: string, include: unknown): string | null {
  const written = Array.isArray(include) ? include.filter((one): one is string => typeof one === 'string' && !one.endsWith('.d.ts')) : []
  const [pattern, ...others] = written
  if (pattern === undefined || others.length > 0) return null
  return join(dir, pattern.replace(/\/?[^/]*[*?].*$/, ''))
}

function own(dir: string, options: unknown): CompilerOptions {
  if (!isRecord(options)) return NONE
  const { verbatimModuleSyntax: verbatim, emitDecoratorMetadata: metadata, outDir, rootDir } = options
  return {
    verbatimModuleSyntax: typeof verbatim === 'boolean' ? verbatim : null,
    namesFiles: null,
    only: null,
    emitDecoratorMetadata: typeof metadata === 'boolean' ? metadata : null,
    outDir: typeof outDir === 'string' ? join(dir, outDir) : null,
    rootDir: typeof rootDir === 'string' ? join(dir, rootDir) : null,
  }
}

/** TypeScript's rule for `extends`: a path with or without `.json`, or a package, of the workspace or in a node_modules inside the root. */
function resolveExtends(tree: Tree, packages: readonly Package[], dir: string, name: string): string | null {
  const readable = (path: string | null): string | null => (path !== null && tree.read(path) !== null ? path : null)
  const file = (at: string | null): string | null => (at === null ? null : readable(at) ?? readable(`${at}.json`))
  if (/^\.\.?(?:\/|$)/.test(name)) return file(join(dir, name))
  const [, packageName, rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(name) ?? []
  if (packageName === undefined || name.startsWith('/')) return null
  const within = (folder: string): string | null => {
    const inner = join(folder, rest ?? 'tsconfig.json')
    return file(inner) ?? (rest === undefined || inner === null ? null : readable(child(inner, 'tsconfig.json')))
  }
  const local = packages.find((item) => item.name === packageName)
  if (local !== undefined) return within(local.dir)
  for (const at of upwards(dir)) {
    const found = within(child(child(at, 'node_modules'), packageName))
    if (found !== null) return found
  }
  return null
}
