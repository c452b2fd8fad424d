/** What the code of a build registers: it is followed as an application's own code is. None of it runs. */
import type { Build, BuiltEntry, BuiltProgram, Way } from '../built/build.ts'
import { together, type Registered } from '../built/compare.ts'
import type { Disk } from '../disk/disk.ts'
import { appReport } from './entries.ts'
import { buildGraph } from '../graph/build.ts'
import type { App, Compiler, Project } from '../project/project.ts'
import { interpretProgram } from '../registration/program.ts'

export interface BuiltModels {
  /** By what is evaluated for the entry; null where its code could not be read. */
  readonly own: Registered | null
  /** By what a process has evaluated before any entry. */
  readonly before: Registered | null
}

/** For each of a build's entries, in their order. */
export function registeredIn(build: Build, entries: readonly BuiltEntry[]): readonly BuiltModels[] {
  const asked = build.programs.map((): Map<string, Way> => new Map())
  for (const { ways, before } of entries) for (const way of before === null ? ways : [...ways, before]) asked[way.program]?.set(keyOf(way), way)
  const known = new Map<string, Registered>()
  for (const [program, ways] of asked.entries()) {
    for (const [key, registered] of follow(build.programs[program] ?? new Map(), ways)) known.set(key, registered)
  }
  return entries.map(({ ways, before, unread }) => ({
    own: unread === null ? together(ways.flatMap((way) => known.get(keyOf(way)) ?? [])) : null,
    before: before === null ? null : (known.get(keyOf(before)) ?? null),
  }))
}

const keyOf = ({ program, files, calls }: Way): string => `${program}:${files.join('|')}:${calls.join('|')}`

/** Follows the code of one program, from each of its ways. */
function follow(program: BuiltProgram, ways: ReadonlyMap<string, Way>): ReadonlyMap<string, Registered> {
  const texts = new Map(program)
  const names = new Map([...ways].map(([key, way], index) => {
    const file = `entry-${index}.mjs`
    texts.set(file, textOf(way))
    return [key, file]
  }))
  const app: App = {
    root: '.', framework: 'node', compiler, usesDirectives: false, startup: [], hasServerActions: false,
    entries: [...names.values()].map((file) => ({ file, kind: 'page', with: [] })),
  }
  const project: Project = {
    disk: nowhere, root: nowhere.root, files: [...texts.keys()].sort(), installed: [], apps: [app], turnedOn: new Set(), problems: [],
    packages: [{ dir: '', name: null, dependencies: new Map([['mongoose', '*']]), sideEffects: true, type: 'module', scripts: new Map(), manifest: {} }],
  }
  const graph = buildGraph(project, { overlay: texts })
  const [state] = interpretProgram(project, graph).apps
  const entries = new Map(state?.entries.map((each) => [each.entry.file, each]))
  const reports = new Map((state === undefined ? [] : appReport(state).entries).map((each) => [each.file, each]))
  return new Map([...names].flatMap(([key, file]) => {
    const report = reports.get(file)
    if (report === undefined) return []
    return [[key, { sure: new Set(report.registered), maybe: new Set(report.maybe), unknown: entries.get(file)?.may.has('any') === true }] as const]
  }))
}

/** A module that evaluates what the way does. */
function textOf({ files, calls }: Way): string {
  const last = files.at(-1)
  const called = last === undefined ? [] : calls.map((name, at) => `import { ${name} as call${at} } from "./${last}"\nawait call${at}()\n`)
  return files.map((each) => `import "./${each}"\n`).join('') + called.join('')
}

/** What the bundler has left is run as it is. */
const compiler: Compiler = {
  bundler: 'none', keepsUnusedImports: () => true, keepsUnusedImportEquals: true, stripsTypes: false, honoursSideEffects: false,
  optimizePackageImports: [], transpilePackages: [], label: 'Node',
}

/** All texts are at hand: nothing is asked of the disk. */
const nowhere: Disk = {
  root: '/', list: () => ({ items: [] }), read: () => null, source: () => ({ reason: 'not read' }), sourceUnless: () => ({ reason: 'not read' }),
  kind: () => null, target: () => null, withoutLinks: (path) => path, resolve: () => null,
}
