import { clientSide, leftInPage, type Bring, type ClientSide, type ClientStart } from '../graph/client.ts'
import { append } from '../graph/multimap.ts'
import { survivalOf, type PackageImport } from '../graph/survival.ts'
import type { Site } from '../kernel/place.ts'
import type { Finding, PathStep, Reason } from '../kernel/report.ts'
import type { ModelDefinition } from '../models/model-index.ts'
import { mongooseMajor } from '../project/mongoose-version.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis, Replacement } from './diagnosis.ts'
import { firstOf, goOn, pathTo, stepAt } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'

/** A file of the browser's code that Mongoose comes into, and the way there. */
interface Intrusion {
  readonly app: AppState
  readonly states: EntryState[]
  /** From the client file on; the last brings the file that imports Mongoose. */
  readonly chain: readonly Bring[]
  /** What imports Mongoose, and where. */
  readonly file: string
  readonly at: PackageImport
}

/**
 * Mongoose in code for the browser: a build with Mongoose 9 fails ("Module not found: Can't resolve 'net'"), which has no build for browsers; in the one
 * that 7 and 8 have, `mongoose.models` is undefined (observed: docs/errors/module-not-found.md).
 */
export function mongooseInClient(context: RuleContext): readonly Diagnosis[] {
  const found = new Map<string, Intrusion>()
  for (const app of context.program.apps) if (app.app.framework === 'next') for (const [start, states] of startsOf(context, app)) intrusionsOf(context, app, start, states, found)
  return [...found.values()].flatMap((one) => diagnosisOf(context, one) ?? [])
}

/** What the browser's code of an application starts with, by the entries that bring it. */
function startsOf(context: RuleContext, app: AppState): ReadonlyMap<ClientStart, EntryState[]> {
  const { modules } = context.graph
  const isClient = (file: string): boolean => modules.get(file)?.facts.directives.includes('use client') === true
  const byFile = new Map<string, EntryState[]>()
  const pages = new Map<string, EntryState[]>()
  for (const state of app.entries) {
    const { entry: { kind, file, with: around }, closure } = state
    if (kind === 'pages-page') {
      append(pages, file, state)
      // A document is rendered on the server only.
      for (const one of around) if (!/(?:^|\/)_document\.[^/]*$/.test(one)) append(pages, one, state)
    }
    if (kind !== 'page') continue
    const brought = new Set([
      ...[...around, file].filter(isClient),
      ...closure.evaluation.edges.flatMap(({ to, dropped }) => (dropped?.by === 'use-client' ? [to] : [])),
      ...closure.modules.flatMap((one) => modules.get(one)?.dynamicTargets.flatMap((target) => (target.kind === 'file' && isClient(target.file) ? [target.file] : [])) ?? []),
    ])
    for (const one of brought) append(byFile, one, state)
  }
  const starts = (files: ReadonlyMap<string, EntryState[]>, isPage: boolean): [ClientStart, EntryState[]][] =>
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, states]) => [{ file, isPage }, states])
  return new Map([...starts(byFile, false), ...starts(pages, true)])
}

function intrusionsOf(context: RuleContext, app: AppState, start: ClientStart, states: readonly EntryState[], found: Map<string, Intrusion>): void {
  const { graph, project } = context
  const survival = survivalOf(graph, project, app.app.compiler)
  const pages = new Set(app.app.entries.flatMap(({ file, kind }) => (kind === 'pages-page' ? [file] : [])))
  const side = clientSide(graph, project, app.app.compiler, [start], pages)
  for (const file of side.files) {
    const left = pages.has(file) ? leftInPage(graph, file) : () => true
    const at = survival.imports(file, 'mongoose').find(left)
    if (at === undefined) continue
    const chain = chainTo(side, file)
    const { from, start: where } = siteOf({ chain, file, at })
    const key = `${app.app.root}|${from}@${where}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { app, states: [...states], chain, file, at })
    else for (const state of states) if (!known.states.includes(state)) known.states.push(state)
  }
}

function chainTo({ via }: ClientSide, file: string): readonly Bring[] {
  const chain: Bring[] = []
  for (let bring = via.get(file); bring !== undefined; bring = via.get(bring.from)) chain.push(bring)
  return chain.reverse()
}

/** The import to mend: the last that leads to the file which imports Mongoose, or that file's own. */
function siteOf({ chain, file, at }: Pick<Intrusion, 'chain' | 'file' | 'at'>): { readonly from: string; readonly start: number; readonly end: number } {
  const last = chain.at(-1)
  return last === undefined ? { from: file, start: at.start, end: at.end } : { from: last.from, start: last.at.start, end: last.at.end }
}

function diagnosisOf(context: RuleContext, intrusion: Intrusion): Diagnosis | null {
  const { states, chain, file } = intrusion
  const { from, start, end } = siteOf(intrusion)
  const site = { file: from, start, end }
  const major = mongooseMajor(context.project, file)
  const models = modelsDefinedIn(context, chain.length === 0 ? [file] : [file, ...chain.map(({ to }) => to)])
  if (major !== null && major < 9 && !models.some(({ site: { file: home } }) => READS_REGISTRY.test(context.graph.text(home)))) return null
  const breaks = major !== null && major < 9
    ? 'in the browser mongoose.models is undefined: "Cannot read properties of undefined"'
    : 'the build fails: "Module not found: Can\'t resolve \'net\'"'
  const finding = findingAt(context, {
    rule: 'mongoose-in-client', severity: 'error', confidence: major !== null && major >= 9 && chain.every(({ dynamic }) => !dynamic) ? 'proved' : 'likely', model: models[0]?.name ?? '', site,
    entries: states.map(({ entry }) => entry.file),
    message: `${chain.length === 0 ? 'Mongoose itself' : `"${specifierAt(context, site)}", and Mongoose with it,`} is imported into code for the browser; ${breaks}.`,
    because: reasons(context, intrusion), path: pathOf(context, intrusion),
    help: 'Only types may cross: write `import type`, or move what both sides share into a file without Mongoose. Data comes by props, a route handler or a server action.',
    fixable: false,
  })
  const edit = typeImport(context, site)
  return { finding: { ...finding, fixable: edit !== null }, remedy: edit === null ? null : { kind: 'edit', edits: [edit] } }
}

/**
 * Mongoose 7 and 8 have a build for browsers, with types, schemas and a `model()` that does nothing; but its `models` is undefined. So a guard fails, unless it
 * asks for that too (`mongoose.models?.User`, `mongoose.models && …`).
 */
const READS_REGISTRY = /^(?![^]*\bmodels\s*(?:\?\.|&&))[^]*\bmodels\s*(?:\.|\[)/

function modelsDefinedIn({ program: { interpreter } }: RuleContext, files: readonly string[]): readonly ModelDefinition[] {
  return interpreter.index.all().filter((model) => files.includes(model.site.file))
}

function specifierAt({ graph }: RuleContext, site: Site): string {
  const module = graph.modules.get(site.file)
  const fact = [...module?.facts.imports ?? [], ...module?.facts.dynamic ?? [], ...module?.facts.exports.filter((one) => one.kind !== 'local') ?? []].find((one) => one.start === site.start)
  return fact?.specifier ?? ''
}

function reasons(context: RuleContext, { chain, file, at, states }: Intrusion): readonly Reason[] {
  const first = chain[0]?.from ?? file
  const isClient = context.graph.modules.get(first)?.facts.directives.includes('use client') === true
  const brought = states.some(({ entry }) => entry.file === first)
  return [
    { file: first, line: 1, text: isClient ? `'use client': this file${brought ? '' : ', which the entry brings along,'} and what it imports is code for the browser.` : 'A page of the pages router is code for the browser too; only its data functions, and what only they use, are taken out.' },
    ...chain.map((bring) => reason(context, { file: bring.from, ...bring.at }, `\`${snippet(context, { file: bring.from, ...bring.at })}\` brings ${bring.to}${bring.dynamic ? ' as a part that is loaded later' : ''}.`)),
    reason(context, { file, start: at.start, end: at.end }, 'Here Mongoose is imported.'),
  ]
}

function pathOf(context: RuleContext, { app, states, chain, file, at }: Intrusion): Finding['path'] {
  const state = firstOf(states)
  if (state === undefined) return []
  const [first] = chain
  const here = { file, start: at.start, end: at.end }
  const from = first === undefined ? here : { file: first.from, ...first.at }
  const kind = first === undefined ? 'import' : 'module'
  // A client file is not evaluated with the entry: a server component's import leads to it.
  const edge = state.closure.evaluation.edges.find(({ to, dropped }) => to === from.file && dropped?.by === 'use-client')
  const start = edge === undefined
    ? pathTo(context, app, state, kind, from)
    : goOn(toServerFile(context, app, state, { file: edge.from, ...edge.at }), 'imports', stepAt(context, kind, from))
  const rest = chain.slice(1).map((bring): PathStep => ({ ...stepAt(context, 'module', { file: bring.from, ...bring.at }), link: bring.dynamic ? 'loads' : 'imports' }))
  return first === undefined ? start : goOn(start, first.dynamic ? 'loads' : 'imports', ...rest, stepAt(context, 'import', here))
}

function toServerFile(context: RuleContext, app: AppState, state: EntryState, site: Site): Finding['path'] {
  return site.file === state.entry.file ? [stepAt(context, 'entry', site)] : pathTo(context, app, state, 'module', site)
}

/** Kept by `verbatimModuleSyntax` though only types of it are used: `import type` is erased. */
function typeImport({ graph }: RuleContext, { file, start }: Site): Replacement | null {
  const module = graph.modules.get(file)
  const index = module?.facts.imports.findIndex((fact) => fact.start === start) ?? -1
  const fact = module?.facts.imports[index]
  if (fact === undefined || fact.sideEffectOnly || fact.importEquals || module?.facts.typescript !== true) return null
  // `import type X, { Y }` is none.
  if (fact.names.some(({ imported }) => imported === 'default') && fact.names.length > 1) return null
  const used = graph.body(file)?.imports.some(({ statement, valueUses }) => statement === index && valueUses > 0) ?? true
  return used || !graph.text(file).startsWith('import ', start) ? null : { file, start: start + 'import'.length, end: start + 'import'.length, text: ' type' }
}
