/** A build beside the prediction: which models does each entry's code register there? Nothing of the project runs, unless that is asked for. */
import { join } from 'node:path'
import type { Build, BuiltEntry, Outputs, Start, Way } from './built/build.ts'
import { compareBuild, keyIn, keysOf, together, type Observed, type Registered } from './built/compare.ts'
import { astroBuild } from './built/astro.ts'
import { reactRouterBuild } from './built/bundled-server.ts'
import { nextBuild } from './built/next.ts'
import { nitroBuild } from './built/nitro.ts'
import { outputsIn } from './built/outputs.ts'
import { notesOn } from './built/stamp.ts'
import { sveltekitBuild } from './built/sveltekit.ts'
import type { Disk } from './disk/disk.ts'
import { internalsOf } from './examine.ts'
import { registeredIn } from './examination/registered-in-build.ts'
import type { AppReport, Examination } from './kernel/report.ts'
import { UsageError } from './kernel/usage-error.ts'
import { version } from './kernel/version.ts'
import type { Observation, Verification, VerifiedBuild } from './kernel/verification.ts'

/** Where a framework's builds are, who reads them, and what makes one. */
interface Reader {
  readonly read: (outputs: Outputs, dir: string) => Build | null
  readonly dirs: readonly string[]
  readonly command: string
}

const vite = { read: reactRouterBuild, dirs: ['build/server'] }
const nitro = { read: nitroBuild, dirs: ['.output'] }
const readers: Readonly<Record<string, Reader>> = {
  next: { read: nextBuild, dirs: ['.next'], command: 'next build' },
  nuxt: { ...nitro, command: 'nuxt build' },
  nitro: { ...nitro, command: 'nitro build' },
  sveltekit: { read: sveltekitBuild, dirs: ['.svelte-kit/output/server'], command: 'vite build' },
  astro: { read: astroBuild, dirs: ['dist/server'], command: 'astro build' },
  'react-router': { ...vite, command: 'react-router build' },
  remix: { ...vite, dirs: ['build/server', 'build'], command: 'remix vite:build' },
}

export interface VerifyOptions {
  /** Whether the build's code is run: the only way in which code of the project ever is. */
  readonly run: boolean
  /** Files of the entries that are asked for; null: all. */
  readonly entries: ReadonlySet<string> | null
}

/**
 * Compares the builds of all applications with what their examination has found.
 * @throws UsageError when there is none, with what to run
 */
export async function verifyBuilds(examination: Examination, { run, entries }: VerifyOptions): Promise<Verification> {
  const { disk } = internalsOf(examination).context.project
  const wanted: string[] = []
  const found = examination.report.apps.flatMap((app) => {
    const reader = readers[app.framework]
    if (reader === undefined) return []
    const outputs = outputsIn(disk, app.root)
    const build = firstOf(reader.dirs, (dir) => reader.read(outputs, dir))
    if (build === null) wanted.push(`${app.root === '.' ? '' : `${app.root}: `}${reader.command}`)
    return build === null ? [] : [{ app, build }]
  })
  if (found.length === 0) throw new UsageError(noBuild(wanted))
  const builds = await Promise.all(found.map(async ({ app: whole, build }) => {
    const app = entries === null ? whole : { ...whole, entries: whole.entries.filter(({ file }) => entries.has(file)) }
    const asked = askedOf(app, build)
    return verified(examination, app, build, run ? await evaluated(disk, app, build, asked) : followed(build, asked))
  }))
  return { schemaVersion: 1, tool: { name: 'mongoose-doctor', version }, builds }
}

function noBuild(wanted: readonly string[]): string {
  if (wanted.length === 0) return 'There is nothing to verify: none of the applications here has a build that could be read.'
  return `There is no build to compare with. Make one first: ${wanted.join('; ')}`
}

function firstOf<Made>(dirs: readonly string[], read: (dir: string) => Made | null): Made | null {
  for (const dir of dirs) {
    const made = read(dir)
    if (made !== null) return made
  }
  return null
}

interface Seen {
  readonly how: Observation
  readonly observed: readonly Observed[]
}

/** Entries of the build that are asked for, then what stands for those that it does not name. */
function askedOf(app: AppReport, { names, entries, rest }: Build): readonly BuiltEntry[] {
  const keys = keysOf(app, names)
  const asked = entries.filter((entry) => keys.has(keyIn(names, entry)))
  return rest === null ? asked : [...asked, rest]
}

/** By reading the build's code. */
function followed(build: Build, asked: readonly BuiltEntry[]): Seen {
  const models = registeredIn(build, asked)
  const observed = asked.map((entry, index): Observed => ({
    entry, own: models[index]?.own ?? null, before: models[index]?.before ?? null, reason: entry.unread ?? 'its code could not be followed',
  }))
  return { how: 'read', observed }
}

/** By running it, entry by entry. */
async function evaluated(disk: Disk, app: AppReport, build: Build, asked: readonly BuiltEntry[]): Promise<Seen> {
  const { evaluateAll } = await import('./evaluate/run.ts')
  const root = app.root === '.' ? disk.root : join(disk.root, app.root)
  const [bundled] = build.bundled
  const readable = asked.filter(({ unread }) => unread === null && bundled === undefined)
  // Entries that are evaluated in the same way are evaluated once.
  const starts = new Map(readable.flatMap(({ ways }) => ways.map((way) => [keyOf(way), way] as const)))
  const answers = await evaluateAll(root, join(root, build.dir), [...starts.values()].map((way) => ({ calls: way.calls, start: absolute(root, way.start) })))
  const known = new Map([...starts.keys()].map((key, index) => [key, answers[index]]))
  const observed = asked.map((entry): Observed => {
    const own = entry.ways.flatMap((way) => known.get(keyOf(way)) ?? [])
    const error = own.flatMap((answer) => ('error' in answer ? [answer.error] : []))[0]
    const reason = entry.unread ?? (bundled !== undefined ? `Mongoose itself is bundled, into ${bundled}` : error === undefined ? 'it could not be run' : `it ended with an error: ${error}`)
    const found = own.flatMap((answer): Registered[] => ('models' in answer ? [{ sure: new Set(answer.models), maybe: new Set(), unknown: false }] : []))
    return { entry, own: error === undefined ? together(found) : null, before: null, reason }
  })
  return { how: 'run', observed }
}

const keyOf = ({ start, calls }: Way): string => JSON.stringify([start, calls])

function absolute(root: string, start: Start): Start {
  return start.how === 'next' ? { ...start, output: join(root, start.output) } : { ...start, files: start.files.map((file) => join(root, file)) }
}

function verified(examination: Examination, app: AppReport, build: Build, { how, observed }: Seen): VerifiedBuild {
  const { disk, files } = internalsOf(examination).context.project
  const mentions = (entry: BuiltEntry, model: string): boolean => entry.ways.some(({ program }) => quoted(model).some((text) => mentionedIn(build, program).includes(text)))
  const rest = build.rest === null ? null : (observed.at(-1) ?? null)
  return {
    root: app.root, dir: app.root === '.' ? build.dir : `${app.root}/${build.dir}`, by: build.by, how, notes: notesOn(disk, app.root, build, files),
    entries: compareBuild(app, build.names, rest === null ? observed : observed.slice(0, -1), rest, { why: (model, file) => examination.why(model, file), mentions }),
  }
}

const quoted = (model: string): readonly string[] => [`"${model}"`, `'${model}'`, `\`${model}\``]

/** The code of a program that speaks of models. */
function mentionedIn(build: Build, program: number): string {
  return [...(build.programs[program]?.values() ?? [])].filter((text) => /\bmodels?\b/.test(text)).join('\n')
}
