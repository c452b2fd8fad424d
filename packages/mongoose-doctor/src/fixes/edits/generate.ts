/** The files that list an application's models: the registry that imports them all, the manifest that can load each. */
import path from 'node:path'
import { RUNTIME } from '../../kernel/runtime-package.ts'
import { packageAt, packageOf } from '../../project/packages.ts'
import { isBelow } from '../../project/paths.ts'
import type { App, Project } from '../../project/project.ts'
import type { AppState } from '../../registration/entry-states.ts'
import { isCommonJs, requiredAs } from '../../rules/advice.ts'
import type { RuleContext } from '../../rules/context.ts'
import { RESERVED, isIdentifier, modelNamed } from '../../rules/names.ts'
import { loaderOf, specifierFor } from '../../rules/specifier.ts'
import { importLine } from './imports.ts'
import { modelsOf, refusalIn } from '../choose/model-files.ts'
import type { Found, Listed } from '../choose/model-files.ts'
import { hasRuntime } from '../choose/runtime-package.ts'
import { end, quoted, styleOf } from '../code/style.ts'
import type { Style } from '../code/style.ts'
import { readTree } from '../code/syntax.ts'
import type { Examined, ListKind, ModelList, Refusal } from '../types.ts'

/**
 * What the file should hold for an application, beside what it holds.
 * @param output where to write it, relative to the examined directory; null: where it is, or beside the models
 * @param found the application's models, if they are known already
 */
export function modelList(context: RuleContext, app: AppState, kind: ListKind, output: string | null, found: Found = modelsOf(context, app)): ModelList | Refusal {
  const [first] = found.listed
  if (first === undefined) return { reason: `${app.app.root} has no models that can be imported` }
  const file = output ?? existing(context, app, kind) ?? besides(context, app, kind, found.listed)
  const before = context.project.files.includes(file) ? context.graph.text(file) : null
  if (before !== null && !isOurs(before, kind)) {
    return { reason: `${file} exists and was not written by mongoose-doctor: name another file with \`npx mongoose-doctor generate ${kind} --output <file>\`` }
  }
  const listed: Listed[] = []
  const leftOut = [...found.leftOut]
  for (const one of found.listed) {
    const refused = kind === 'registry' ? refusalIn(context, app, file, one, found.listed) : null
    if (refused === null) listed.push(one)
    else leftOut.push({ model: one.model, reason: refused })
  }
  const source = readTree(first.target, context.graph.text(first.target))
  const style: Style = source === null ? { quote: '\'', semicolons: true, eol: '\n' } : styleOf(source)
  const written = { context, app, file, style, commonjs: isCommonJs(context, first.target) }
  const lines = kind === 'registry' ? registryLines(written, listed) : manifestLines(written, listed)
  if ('reason' in lines) return lines
  return { file, before, after: lines.map((line) => line + style.eol).join(''), models: listed.map((one) => one.model), leftOut, unread: [...new Set(context.graph.problems.map((problem) => problem.file))] }
}

const MARK = 'Written by `mongoose-doctor generate'
/** Whether a file is one of these, and may be replaced. */
const isOurs = (text: string, kind: ListKind): boolean => text.slice(0, 400).includes(`${MARK} ${kind}`)

const header = (kind: ListKind): readonly string[] => [
  `// ${MARK} ${kind}\`: do not edit. Run that again when a model comes or goes;`,
  `// in CI, \`mongoose-doctor generate ${kind} --check\` fails while this file is stale.`,
]

function existing(context: RuleContext, { app }: AppState, kind: ListKind): string | null {
  const root = app.root === '.' ? '' : app.root
  return context.project.files.find((file) => isBelow(file, root) && isOurs(context.graph.text(file), kind)) ?? null
}

/** Of the application's own package, and not of one that it depends on. */
function isOwn(project: Project, app: App, target: string): boolean {
  const root = app.root === '.' ? '' : app.root
  return isBelow(target, root) && packageOf(project, target) === packageAt(project.packages, root)
}

/** In the folder that the application's own models have in common. */
function besides({ project }: RuleContext, { app }: AppState, kind: ListKind, listed: readonly Listed[]): string {
  const folders = listed.filter(({ target }) => isOwn(project, app, target)).map(({ target }) => path.posix.dirname(target).split('/'))
  const [first = app.root.split('/'), ...others] = folders
  let depth = 0
  while (depth < first.length && others.every((folder) => folder[depth] === first[depth])) depth++
  const dir = first.slice(0, depth).join('/')
  const name = /(?:^|\/)models?$/i.test(dir) ? kind : `model-${kind}`
  return path.posix.join(dir === '' ? '.' : dir, `${name}.${extensionOf(listed)}`)
}

/** As most of the models have it; a component's `x` is none of theirs. */
function extensionOf(listed: readonly Listed[]): string {
  const counts = new Map<string, number>()
  for (const { target } of listed) {
    const extension = path.posix.extname(target).slice(1).replace(/x$/, '')
    counts.set(extension, (counts.get(extension) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'ts'
}

interface Written {
  readonly context: RuleContext
  readonly app: AppState
  readonly file: string
  readonly style: Style
  readonly commonjs: boolean
}

function registryLines({ context, app, file, style, commonjs }: Written, listed: readonly Listed[]): readonly string[] | Refusal {
  const taken = new Set(['createRegistry', 'models'])
  const imports: string[] = []
  const members: string[] = []
  const withRuntime = hasRuntime(context.project, file)
  for (const { model, target, exported } of listed) {
    const specifier = specifierOf(context, app, file, target)
    const local = exported === null ? null : freeName(exported === 'default' || RESERVED.has(exported) ? modelNamed(model, specifier) : exported, taken)
    const line = importLine(style, { specifier, names: local === null || exported === null ? [] : [{ imported: commonjs ? requiredAs(context, target, exported) : exported, local }] }, commonjs)
    if (typeof line !== 'string') return line
    if (!imports.includes(line)) imports.push(line)
    if (local !== null) members.push(local === model ? local : `${keyOf(model, style)}: ${local}`)
  }
  const runtime = withRuntime ? importLine(style, { specifier: RUNTIME, names: [{ imported: 'createRegistry', local: 'createRegistry' }] }, commonjs) : null
  const body = [`{`, ...members.map((member) => `  ${member},`), '}']
  const [open, close] = withRuntime ? ['createRegistry(', ')'] : ['', '']
  const [name, after] = commonjs ? ['const models', ['', `module.exports = { models }${end(style)}`]] : ['export const models', []]
  const value = body.map((line, i) => (i === 0 ? `${name} = ${open}${line}` : i === body.length - 1 ? `${line}${close}${end(style)}` : line))
  return [...header('registry'), ...(typeof runtime === 'string' ? [runtime] : []), ...imports, '', ...value, ...after]
}

function manifestLines({ context, app, file, style, commonjs }: Written, listed: readonly Listed[]): readonly string[] | Refusal {
  const members: string[] = []
  for (const { model, target } of listed) {
    const specifier = specifierOf(context, app, file, target)
    const literal = quoted(style, specifier)
    if (literal === null) return { reason: `the path ${specifier} can't be written as a plain string` }
    members.push(`  ${keyOf(model, style)}: () => ${commonjs ? 'require' : 'import'}(${literal}),`)
  }
  const after = commonjs ? ['', `module.exports = { manifest }${end(style)}`] : []
  return [...header('manifest'), `${commonjs ? '' : 'export '}const manifest = {`, ...members, `}${end(style)}`, ...after]
}

/** Models are neighbours: a relative path, unless they live in another package that the application names in its own way. */
function specifierOf({ graph, project }: RuleContext, { app }: AppState, file: string, target: string): string {
  const named = isOwn(project, app, target) ? undefined : [...graph.modules.values()].flatMap((module) => module.facts.imports)
    .find(({ specifier }) => { const to = specifier.startsWith('.') ? null : graph.resolve(file, specifier); return to?.kind === 'file' && to.file === target })
  return named?.specifier ?? specifierFor(graph, file, target, { ...loaderOf(project, app, file), aliases: false })
}

/** `__proto__` is a name like others only when it is computed. Whatever is no plain character is written as an escape. */
const keyOf = (model: string, { quote }: Style): string => {
  if (model === '__proto__') return `[${quote}__proto__${quote}]`
  return isIdentifier(model) ? model : quote + model.replace(/['"\\]|[\p{C}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u3164|\uffa0/gu, (char) => Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')) + quote
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`
  taken.add(name)
  return name
}

/**
 * The lists of all applications of the project that have models; two that live side by side have one.
 * @param output for the one application that there is
 */
export function modelLists({ context }: Examined, kind: ListKind, output: string | null): readonly (ModelList | Refusal)[] {
  const lists = new Map<string, ModelList | Refusal>()
  const apps = context.program.apps.map((app) => ({ app, found: modelsOf(context, app) })).filter(({ found }) => found.listed.length > 0)
  const roots = [...new Set(apps.map(({ app }) => app.app.root))]
  if (output !== null && roots.length > 1) return [{ reason: `--output is for one application, and there are ${roots.length} (${roots.join(', ')}): give the directory of one` }]
  for (const { app, found } of apps) {
    const list = modelList(context, app, kind, output, found)
    const key = 'reason' in list ? list.reason : list.file
    if (!lists.has(key)) lists.set(key, list)
  }
  return [...lists.values()]
}
