/** Which files are there? One plain crawl; links are not followed, nothing outside the root is looked at. */
import type { Disk, Kind } from '../disk/disk.ts'
import { JOURNAL_NAME } from '../kernel/journal-name.ts'
import { isConfigFile } from './config-file.ts'
import { gitIgnores } from './gitignore.ts'
import { basename, child, join } from './paths.ts'
import type { Problem } from './project.ts'

export interface Tree {
  readonly disk: Disk
  /** Source files, sorted. */
  readonly files: readonly string[]
  readonly has: (file: string) => boolean
  /** Every folder that was crawled; an empty `app/` decides too. */
  readonly dirs: ReadonlySet<string>
  readonly manifests: readonly string[]
  readonly tsconfigs: readonly string[]
  /** Configurations of this tool, package.json left out. */
  readonly configs: readonly string[]
  /** Files that say what a platform of serverless functions deploys. */
  readonly platforms: readonly string[]
  /** Files in which Nx may be told of its projects. */
  readonly workspaces: readonly string[]
  /** Links to folders inside the root: their targets are read under their own names. */
  readonly links: readonly string[]
  /** The text of a file inside the root, or null: missing, not a plain file, unreadable, or outside by way of a link. */
  readonly read: (file: string) => string | null
  readonly problems: readonly Problem[]
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|astro)$/
const DECLARATION = /\.d\.(?:[^.]+\.)?[cm]?ts$/
const isSource = (name: string): boolean => SOURCE.test(name) && !DECLARATION.test(name)

const PLATFORM = /^(?:(?:vercel|now|serverless)\.json|serverless\.ya?ml|template\.ya?ml|netlify\.toml|wrangler\.(?:toml|jsonc?)|cdk\.json|host\.json)$/
const WORKSPACE = /^(?:project|workspace|angular)\.json$/

const matters = (name: string): boolean => isSource(name) || name === 'package.json' || /^[jt]sconfig.*\.json$/.test(name) || isConfigFile(name) || PLATFORM.test(name) || WORKSPACE.test(name)

/** Never holds source of the project, whatever git says. */
const NEVER = new Set([
  'node_modules', 'bower_components', 'dist', '.git', '.hg', '.svn', '.next', '.nuxt', '.nitro', '.output', '.svelte-kit', '.vercel', '.turbo',
  '.netlify', '.yarn', '.pnpm-store', '.cache', '.parcel-cache', '.angular', '.astro', '.docusaurus', '.expo', '.nx', '.nyc_output',
  '.open-next', '.serverless', '.sst', '.wrangler', '.webpack',
])
export const isIgnored = (name: string): boolean => NEVER.has(name)
/** Whether a name means nothing: a file that is passed over, or a folder that matters only by what is in it. */
export function isNothing(name: string, kind: Kind | 'link'): boolean {
  if (kind === 'folder') return !['app', 'pages', 'src'].includes(name)
  return NEVER.has(name) || (kind === 'file' && !matters(name) && name !== JOURNAL_NAME && name !== '.gitignore')
}

/** Where tools that work on several branches at once put their copies of the repository: `.claude/worktrees`, `.worktrees`. */
const holdsCopies = (path: string): boolean => /(?:^|\/)\.(?:[^/]+\/)?worktrees$/.test(path)
/** `git worktree add` leaves a file `.git` in the new folder; that of a submodule names `.git/modules` (gitrepository-layout(5)). */
const isWorktree = (gitFile: string | null): boolean => gitFile !== null && /^gitdir: .*[\\/]worktrees[\\/][^\\/]+\s*$/.test(gitFile)

/** Output in one project, source in another: git knows. */
const DOUBTFUL = new Set(['build', 'out', 'coverage'])

const INTERRUPTED = 'An earlier run that was writing in this folder was interrupted, and may have left half of its changes: run mongoose-doctor in it.'

/**
 * @param added source files that are to be taken as if they were there
 */
export function walk(disk: Disk, added: Iterable<string> = []): Tree {
  const files: string[] = []
  const dirs = new Set<string>()
  const manifests: string[] = []
  const tsconfigs: string[] = []
  const configs: string[] = []
  const platforms: string[] = []
  const workspaces: string[] = []
  const links: string[] = []
  const problems: Problem[] = []
  const read = (file: string): string | null => {
    const plain = join('', file)
    return plain === null ? null : disk.read(plain)
  }
  const ignored = gitIgnores((dir) => read(child(dir, '.gitignore')))

  const keep = (path: string, name: string): void => {
    if (isSource(name)) files.push(path)
    else if (name === 'package.json') manifests.push(path)
    else if (/^tsconfig.*\.json$/.test(name)) tsconfigs.push(path)
    else if (isConfigFile(name)) configs.push(path)
    else if (PLATFORM.test(name)) platforms.push(path)
    else if (WORKSPACE.test(name)) workspaces.push(path)
    // The one of the root itself was looked at before.
    else if (name === JOURNAL_NAME && path !== name) problems.push({ file: path, at: null, reason: INTERRUPTED })
  }
  const visitLink = (path: string, name: string): void => {
    if (NEVER.has(name)) return
    const target = disk.target(path)
    if (target === null) {
      if (matters(name)) problems.push({ file: path, at: null, reason: 'This link leads nowhere.' })
    } else if (!target.inside) {
      if (target.folder || matters(name)) {
        problems.push({ file: path, at: null, reason: 'This link leaves the examined directory and was not followed.' })
      }
    } else if (target.folder) links.push(path)
    // A linked source file is read under its own name; configuration is looked for by name, so it counts here too.
    else if (!isSource(name) || name.startsWith('next.config.')) keep(path, name)
  }

  const pending = ['']
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    const listing = disk.list(dir)
    if ('error' in listing) {
      problems.push({ file: dir === '' ? '.' : dir, at: null, reason: `This folder could not be read (${listing.error}).` })
      continue
    }
    if (dir !== '' && listing.items.some(({ name, kind }) => name === '.git' && kind === 'file') && isWorktree(read(child(dir, '.git')))) continue
    dirs.add(dir)
    for (const { name, kind } of listing.items) {
      const path = child(dir, name)
      if (kind === 'file') keep(path, name)
      else if (kind === 'folder') {
        if (!NEVER.has(name) && !holdsCopies(path) && !(DOUBTFUL.has(name) && ignored(path))) pending.push(path)
      } else if (kind === 'link') visitLink(path, name)
      else if (matters(name)) problems.push({ file: path, at: null, reason: 'This is a pipe, a socket or a device; it was not read.' })
    }
  }
  const there = new Set(files)
  for (const file of added) if (isSource(file) && !there.has(file)) files.push(file)
  for (const list of [files, manifests, tsconfigs, configs, platforms, workspaces, links]) list.sort()
  problems.sort((a, b) => (a.file < b.file ? -1 : 1))
  const known = new Set(files)
  return { disk, files, has: (file) => known.has(file), dirs, manifests, tsconfigs, configs, platforms, workspaces, links, read, problems }
}

/** Tests, stories and end-to-end suites: source files, but nothing that a server runs. */
export const isTest = (file: string): boolean =>
  /\.(?:test|spec|stories|story|cy|e2e(?:-spec)?)\.[^./]+$/.test(basename(file))
  || /(?:^|\/)(?:__tests__|__mocks__|cypress|e2e)\//.test(file)
