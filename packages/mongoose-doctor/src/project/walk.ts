/** Which files are there? One plain crawl; links are not followed, nothing outside the root is looked at. */
import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs'
import { sep } from 'node:path'
import { JOURNAL_NAME } from '../kernel/journal-name.ts'
import { gitIgnores } from './gitignore.ts'
import { basename, child, join } from './paths.ts'
import type { Problem } from './project.ts'

export interface Tree {
  readonly root: string
  /** Source files, sorted. */
  readonly files: readonly string[]
  readonly has: (file: string) => boolean
  /** Every folder that was crawled; an empty `app/` decides too. */
  readonly dirs: ReadonlySet<string>
  readonly manifests: readonly string[]
  readonly tsconfigs: readonly string[]
  /** Links to folders inside the root: their targets are read under their own names. */
  readonly links: readonly string[]
  /** The text of a file inside the root, or null: missing, not a plain file, unreadable, or outside by way of a link. */
  readonly read: (file: string) => string | null
  readonly problems: readonly Problem[]
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/
const DECLARATION = /\.d\.(?:[^.]+\.)?[cm]?ts$/
export const isSource = (name: string): boolean => SOURCE.test(name) && !DECLARATION.test(name)

/** Never holds source of the project, whatever git says. */
const NEVER = new Set([
  'node_modules', 'bower_components', 'dist', '.git', '.hg', '.svn', '.next', '.nuxt', '.output', '.svelte-kit', '.vercel', '.turbo',
  '.netlify', '.yarn', '.pnpm-store', '.cache', '.parcel-cache', '.angular', '.astro', '.docusaurus', '.expo', '.nx', '.nyc_output',
  '.open-next', '.serverless', '.sst', '.wrangler', '.webpack',
])
/** Output in one project, source in another: git knows. */
const DOUBTFUL = new Set(['build', 'out', 'coverage'])

const INTERRUPTED = 'An earlier run that was writing in this folder was interrupted, and may have left half of its changes: run mongoose-doctor in it.'

/**
 * @param root an absolute, real path of a directory.
 * @param added source files that are to be taken as if they were there
 */
export function walk(root: string, added: Iterable<string> = []): Tree {
  const files: string[] = []
  const dirs = new Set<string>()
  const manifests: string[] = []
  const tsconfigs: string[] = []
  const links: string[] = []
  const problems: Problem[] = []
  const read = reader(root)
  const ignored = gitIgnores((dir) => read(child(dir, '.gitignore')))

  const keep = (path: string, name: string): void => {
    if (isSource(name)) files.push(path)
    else if (name === 'package.json') manifests.push(path)
    else if (/^tsconfig.*\.json$/.test(name)) tsconfigs.push(path)
    // The one of the root itself was looked at before.
    else if (name === JOURNAL_NAME && path !== name) problems.push({ file: path, at: null, reason: INTERRUPTED })
  }
  const matters = (name: string): boolean => isSource(name) || name === 'package.json' || /^[jt]sconfig.*\.json$/.test(name)

  const visitLink = (path: string, name: string): void => {
    if (NEVER.has(name)) return
    const target = realTarget(root, path)
    if (target === null) {
      if (matters(name)) problems.push({ file: path, at: null, reason: 'This link leads nowhere.' })
    } else if (!target.inside) {
      if (target.directory || matters(name)) {
        problems.push({ file: path, at: null, reason: 'This link leaves the examined directory and was not followed.' })
      }
    } else if (target.directory) links.push(path)
    // A linked source file is read under its own name; configuration is looked for by name, so it counts here too.
    else if (!isSource(name) || name.startsWith('next.config.')) keep(path, name)
  }

  const pending = ['']
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    let items: Dirent[]
    try {
      items = readdirSync(dir === '' ? root : `${root}/${dir}`, { withFileTypes: true })
    } catch (error) {
      problems.push({ file: dir === '' ? '.' : dir, at: null, reason: `This folder could not be read (${codeOf(error)}).` })
      continue
    }
    dirs.add(dir)
    for (const item of items) {
      const path = child(dir, item.name)
      if (item.isFile()) keep(path, item.name)
      else if (item.isDirectory()) {
        if (!NEVER.has(item.name) && !(DOUBTFUL.has(item.name) && ignored(path))) pending.push(path)
      } else if (item.isSymbolicLink()) visitLink(path, item.name)
      else if (matters(item.name)) problems.push({ file: path, at: null, reason: 'This is a pipe, a socket or a device; it was not read.' })
    }
  }
  const there = new Set(files)
  for (const file of added) if (isSource(file) && !there.has(file)) files.push(file)
  for (const list of [files, manifests, tsconfigs, links]) list.sort()
  problems.sort((a, b) => (a.file < b.file ? -1 : 1))
  const known = new Set(files)
  return { root, files, has: (file) => known.has(file), dirs, manifests, tsconfigs, links, read, problems }
}

function realTarget(root: string, path: string): { inside: boolean; directory: boolean } | null {
  try {
    const real = realpathSync(`${root}/${path}`)
    return { inside: within(root, real), directory: statSync(real).isDirectory() }
  } catch {
    return null
  }
}

/** A configuration that is larger is not opened. */
const MOST_BYTES = 30_000_000

function reader(root: string): (file: string) => string | null {
  return (file) => {
    const plain = join('', file)
    if (plain === null) return null
    try {
      const real = realpathSync(`${root}/${plain}`)
      // Opening a pipe would wait for ever.
      const stat = within(root, real) ? statSync(real) : null
      return stat?.isFile() === true && stat.size <= MOST_BYTES ? readFileSync(real, 'utf8') : null
    } catch {
      return null
    }
  }
}

const within = (root: string, real: string): boolean => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'

/** Tests, stories and end-to-end suites: source files, but nothing that a server runs. */
export const isTest = (file: string): boolean =>
  /\.(?:test|spec|stories|story|cy|e2e(?:-spec)?)\.[^./]+$/.test(basename(file))
  || /(?:^|\/)(?:__tests__|__mocks__|cypress|e2e)\//.test(file)
