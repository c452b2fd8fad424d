/** Which findings a change can have to do with, although they do not name what has changed. */
import { isDeepStrictEqual } from 'node:util'
import type { ModuleFacts } from '../facts/facts.ts'
import { readModule } from '../facts/module.ts'
import type { Changes } from '../git/changes.ts'
import type { EntryKind, Finding } from '../kernel/report.ts'
import { isRecord, parseJson } from '../project/json.ts'
import { basename, child, isBelow, isInstalled, parent } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'

/**
 * Whether a finding breaks an entry that reaches a changed file: an import that is gone from `lib/db.ts` breaks a page in which nothing has
 * changed, and no finding names the file that is to blame.
 */
export function concernedBy(context: RuleContext, changes: Changes): (finding: Finding) => boolean {
  const news = newsIn(context, changes)
  const known = new Map<string, boolean>()
  const isConcerned = (entry: string): boolean => {
    const made = known.get(entry) ?? context.program.apps.some((app) => app.entries.some((state) => state.entry.file === entry && news(app, state)))
    known.set(entry, made)
    return made
  }
  return (finding) => finding.entries.some(isConcerned)
}

function newsIn(context: RuleContext, changes: Changes): (app: AppState, state: EntryState) => boolean {
  const settings = changedSettings(context, changes)
  const there = new Set(context.project.files)
  const gone = changes.files((file) => SPECIAL.test(basename(file)) && !there.has(file))
  const relevant = new Map<string, boolean>()
  const isRelevant = (file: string): boolean => {
    const made = relevant.get(file) ?? (changes.has(file) && matters(context, changes, file))
    relevant.set(file, made)
    return made
  }
  const reach = new Map<EntryState, ReadonlySet<string>>()
  const reachOf = (state: EntryState): ReadonlySet<string> => {
    const made = reach.get(state) ?? reached(context, [...state.entry.with, state.entry.file, ...state.closure.modules])
    reach.set(state, made)
    return made
  }
  return (app, state) => {
    const { file, kind } = state.entry
    if (settings.some((one) => isBelow(file, parent(one) ?? ''))) return true
    // A layout or an instrumentation that is gone is named nowhere.
    if (app.app.framework !== 'node' && gone.some((one) => isBelow(one, app.app.root === '.' ? '' : app.app.root))) return true
    const others = app.entries.filter((other) => FIRST.has(other.entry.kind) || (kind === 'server-action' && other.entry.kind === 'page' && reachOf(other).has(file)))
    return [state, ...others].some((one) => [...reachOf(one)].some(isRelevant))
  }
}

/** What they register holds in every entry. An action is evaluated with what every page brings along that offers it. */
const FIRST: ReadonlySet<EntryKind> = new Set(['instrumentation', 'proxy', 'middleware'])

/** What Next.js takes from a name, and nobody imports. */
const SPECIAL = /^(?:layout|template|loading|error|not-found|default|instrumentation|middleware|proxy|_app|_document)\./

/** Every file that some import leads to, however it is written and whatever becomes of it. */
function reached({ graph }: RuleContext, files: readonly string[]): ReadonlySet<string> {
  const seen = new Set(files)
  for (const file of seen) {
    const module = graph.modules.get(file)
    for (const target of [...module?.importTargets ?? [], ...module?.exportTargets ?? [], ...module?.dynamicTargets ?? []]) if (target?.kind === 'file' && !isInstalled(target.file)) seen.add(target.file)
  }
  return seen
}

/** Of a changed file: whether it has to do with models, or had before it lost an import. */
function matters({ graph }: RuleContext, changes: Changes, file: string): boolean {
  if (graph.modules.get(file)?.reachesMongoose !== false) return true
  const before = changes.before(file)
  if (before === null) return true
  const now = graph.modules.get(file)?.facts
  const left = new Set(now === undefined ? [] : leadsOf(now))
  return leadsOf(readModule(file, before)).some((specifier) => !left.has(specifier))
}

/** The specifiers that lead out of a file. */
const leadsOf = ({ imports, exports, dynamic }: ModuleFacts): readonly string[] =>
  [...imports, ...exports, ...dynamic].flatMap((fact) => ('specifier' in fact && !('typeOnly' in fact && fact.typeOnly) ? [fact.specifier] : []))

/** Files that say how the sources below them are compiled and started, and say something else now. */
function changedSettings({ project }: RuleContext, changes: Changes): readonly string[] {
  const before = changes.files((file) => SETTINGS.test(basename(file)) && !isInstalled(file))
  // A new one is looked for where packages are.
  const dirs = new Set(['', ...project.packages.map(({ dir }) => dir), ...project.apps.map(({ root }) => (root === '.' ? '' : root))])
  const usual = [...dirs].flatMap((dir) => USUAL.map((name) => child(dir, name)))
  return [...new Set([...before, ...usual])].filter(changes.has)
    .filter((file) => basename(file) !== 'package.json' || !isDeepStrictEqual(essence(project.disk.read(file)), essence(changes.before(file))))
}

const SETTINGS = /^(?:package\.json|[jt]sconfig.*\.json|nest-cli\.json|mongoose-doctor\.jsonc?|next\.config\.[cm]?[jt]s)$/
const USUAL = [
  'package.json', 'tsconfig.json', 'jsconfig.json', 'mongoose-doctor.jsonc', 'mongoose-doctor.json',
  'next.config.js', 'next.config.mjs', 'next.config.ts',
] as const

/** Of a package.json, what an examination goes by: most dependencies come and go without any news for it. */
function essence(text: string | null): unknown {
  const parsed = text === null ? null : parseJson(text)
  if (parsed === null || 'reason' in parsed || !isRecord(parsed.value)) return text
  const { version: _version, ...rest } = parsed.value
  for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    const ranges = rest[field]
    if (isRecord(ranges)) rest[field] = { next: ranges['next'], mongoose: ranges['mongoose'] }
  }
  return rest
}
