/** `paths` and `baseUrl` of tsconfig.json / jsconfig.json, `extends` and `references` followed, without node_modules if need be. */
import { isRecord, parseJsonc, strings } from '../project/json.ts'
import { child, join, parent, upwards } from '../project/paths.ts'
import type { Package } from '../project/project.ts'
import { LONGEST_CHAIN } from '../project/tsconfig.ts'
import type { Disk } from '../disk/disk.ts'

export interface Aliases {
  /** Bare specifiers are tried from here. */
  readonly baseUrl: string | null
  /** The most specific pattern first. */
  readonly patterns: readonly Pattern[]
  /** It extends something that was not found here; there may be more aliases. */
  readonly partial: boolean
}

export interface Pattern {
  readonly prefix: string
  /** null: no `*` in the pattern. */
  readonly suffix: string | null
  /** Relative to root, with a `*` where the pattern has one. */
  readonly targets: readonly string[]
}

interface Config {
  readonly baseUrl: string | null
  readonly paths: { readonly from: string; readonly map: Readonly<Record<string, unknown>> } | null
  readonly references: readonly string[]
  readonly partial: boolean
}

const NOTHING: Config = { baseUrl: null, paths: null, references: [], partial: false }

/**
 * Which aliases hold for the files of a folder: of the nearest configuration first, then of those above it, for a bundler
 * takes the application's own and a runner that of the folder it was started in. What is broken is as good as absent here;
 * the project stage has said so.
 */
export function readAliases(disk: Disk, packages: readonly Package[]): (dir: string) => readonly Aliases[] {
  const configs = new Map<string, Config>()
  const perFolder = new Map<string, readonly Aliases[]>()

  function load(file: string, leaf: string, chain: readonly string[]): Config {
    const key = `${leaf}\0${file}`
    const known = configs.get(key)
    if (known !== undefined) return known
    if (chain.includes(file)) return NOTHING
    // The project stage has said so.
    if (chain.length > LONGEST_CHAIN) return { ...NOTHING, partial: true }
    const text = disk.read(file)
    const parsed = text === null ? null : parseJsonc(text)
    if (parsed === null || !('value' in parsed) || !isRecord(parsed.value)) return NOTHING
    const dir = parent(file) ?? ''
    let made = NOTHING
    const bases = parsed.value['extends']
    for (const name of Array.isArray(bases) ? strings(bases) : strings([bases])) {
      const base = locateBase(disk, packages, dir, name)
      const { baseUrl, paths, partial } = base === null ? { ...NOTHING, partial: true } : load(base, leaf, [...chain, file])
      made = { baseUrl: baseUrl ?? made.baseUrl, paths: paths ?? made.paths, references: [], partial: partial || made.partial }
    }
    const options = isRecord(parsed.value['compilerOptions']) ? parsed.value['compilerOptions'] : {}
    const { baseUrl, paths } = options
    const { references } = parsed.value
    made = {
      baseUrl: typeof baseUrl === 'string' ? from(dir, baseUrl, leaf) : made.baseUrl,
      paths: isRecord(paths) ? { from: dir, map: paths } : made.paths,
      partial: made.partial && !isRecord(paths),
      references: (Array.isArray(references) ? references : []).flatMap((item) => pathOf(dir, item) ?? []),
    }
    configs.set(key, made)
    return made
  }

  function aliasesIn(dir: string): readonly Aliases[] {
    const file = [child(dir, 'tsconfig.json'), child(dir, 'jsconfig.json')].find((name) => disk.kind(name) !== null)
    if (file === undefined) return []
    const config = load(file, dir, [])
    const all = [toAliases(config, dir)]
    // A "solution" only lists the configurations that hold the options.
    for (const reference of config.paths === null ? config.references : []) {
      const target = reference.endsWith('.json') ? reference : child(reference, 'tsconfig.json')
      if ((parent(target) ?? '') === dir && target !== file) all.push(toAliases(load(target, dir, []), dir))
    }
    return all.filter((aliases) => aliases.baseUrl !== null || aliases.patterns.length > 0 || aliases.partial)
  }

  return function aliasesFor(dir: string): readonly Aliases[] {
    const known = perFolder.get(dir)
    if (known !== undefined) return known
    const above = parent(dir)
    const inherited = above === null ? [] : aliasesFor(above)
    const own = aliasesIn(dir)
    // Folders without a configuration share the list of the folder above: it names their scope.
    const made = own.length === 0 ? inherited : [...own, ...inherited]
    perFolder.set(dir, made)
    return made
  }
}

function pathOf(dir: string, reference: unknown): string | null {
  return isRecord(reference) && typeof reference['path'] === 'string' ? join(dir, reference['path']) : null
}

function toAliases({ baseUrl, paths, partial }: Config, leaf: string): Aliases {
  const patterns = Object.entries(paths?.map ?? {}).map(([name, value]): Pattern => {
    const star = name.indexOf('*')
    const targets = strings(value).flatMap((target) => from(baseUrl ?? paths?.from ?? '', target, leaf) ?? [])
    return star === -1 ? { prefix: name, suffix: null, targets } : { prefix: name.slice(0, star), suffix: name.slice(star + 1), targets }
  })
  // TypeScript: an exact name wins, then the longest prefix.
  patterns.sort((a, b) => Number(b.suffix === null) - Number(a.suffix === null) || b.prefix.length - a.prefix.length)
  return { baseUrl, patterns, partial }
}

function from(dir: string, path: string, leaf: string): string | null {
  const rest = path.replace(/^\$\{configDir\}\/?/, '')
  return rest === path ? join(dir, path) : join(leaf, rest)
}

/** TypeScript's rule for `extends`: a path with or without `.json`, or a package, here also one of the workspace. */
function locateBase(disk: Disk, packages: readonly Package[], dir: string, name: string): string | null {
  const first = (...candidates: (string | null)[]): string | null =>
    candidates.find((path) => path !== null && path.endsWith('.json') && disk.kind(path) !== null) ?? null
  if (/^\.\.?(?:\/|$)/.test(name)) return first(join(dir, name), join(dir, `${name}.json`), join(dir, `${name}/tsconfig.json`))
  const [, packageName, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(name) ?? []
  if (packageName === undefined) return null
  const folders = packages.filter((item) => item.name === packageName).map((item) => item.dir)
  for (const at of upwards(dir)) folders.push(child(child(at, 'node_modules'), packageName))
  for (const folder of folders) {
    const found = first(join(folder, rest), join(folder, `${rest}.json`), join(folder, `${rest}/tsconfig.json`))
    if (found !== null) return found
  }
  return null
}
