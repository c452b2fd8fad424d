import { survivalOf } from '../graph/survival.ts'
import type { Finding } from '../kernel/report.ts'
import { copiesOf, placeInManifest, type Copy } from '../project/copies.ts'
import { packageOf } from '../project/packages.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'

interface Import { readonly file: string; readonly start: number; readonly end: number }
/** Two packages whose files one entry evaluates, and that load different copies. */
interface Clash { readonly app: AppState; readonly own: { readonly dir: string; readonly copy: Copy; readonly at: Import }; readonly other: { readonly dir: string; readonly copy: Copy; readonly at: Import }; readonly states: EntryState[] }

/**
 * Packages of a workspace that load different copies of Mongoose in one process: each copy has a registry and a connection of its own (truth/README.md 1), so models of one
 * are not found by the other, and its queries wait for a connection that nobody opens.
 */
export function severalMongooses(context: RuleContext): readonly Finding[] {
  const { project, program } = context
  if (project.packages.filter(({ dependencies }) => dependencies.has('mongoose')).length < 2) return []
  const copies = copiesOf(project.disk, project.packages, 'mongoose')
  if (new Set([...copies.values()].map(({ place }) => place)).size < 2) return []
  const clashes = new Map<string, Clash>()
  for (const app of program.apps) for (const state of app.entries) collect(context, app, state, copies, clashes)
  return [...clashes.values()].flatMap((clash) => findingOf(context, clash) ?? [])
}

function collect(context: RuleContext, app: AppState, state: EntryState, copies: ReadonlyMap<string, Copy>, clashes: Map<string, Clash>): void {
  const survival = survivalOf(context.graph, context.project, app.app.compiler)
  const used = new Map<string, { dir: string; copy: Copy; at: Import }>()
  for (const file of state.closure.evaluation.modules) {
    const dir = packageOf(context.project, file)?.dir
    const copy = dir === undefined ? undefined : copies.get(dir)
    if (dir === undefined || copy === undefined || used.has(copy.place)) continue
    const at = survival.imports(file, 'mongoose')[0]
    if (at !== undefined) used.set(copy.place, { dir, copy, at: { file, start: at.start, end: at.end } })
  }
  const root = app.app.root === '.' ? '' : app.app.root
  const all = [...used.values()].sort((a, b) => Number(b.dir === root) - Number(a.dir === root))
  const [own, other] = all
  if (own === undefined || other === undefined) return
  const key = `${own.dir}|${other.dir}`
  const known = clashes.get(key)
  if (known === undefined) clashes.set(key, { app, own, other, states: [state] })
  else known.states.push(state)
}

function findingOf(context: RuleContext, { app, own, other, states }: Clash): Finding | null {
  const state = firstOf(states)
  const site = placeInManifest(context.project.disk, other.dir, 'mongoose')
  if (state === undefined || site === null) return null
  const where = (dir: string): string => (dir === '' ? 'the root' : dir)
  return findingAt(context, {
    rule: 'several-mongooses', severity: 'error', confidence: 'proved', model: '', site, entries: states.map(({ entry }) => entry.file),
    message: `${where(own.dir)} loads Mongoose ${own.copy.version} and ${where(other.dir)} ${other.copy.version}, in one process: each has models and a connection of its own.`,
    because: [
      reason(context, own.at, `This import gives ${own.copy.version}${own.copy.place.includes('/') ? ` (${own.copy.place})` : ''}.`),
      reason(context, other.at, `The same entry evaluates this one, which gives ${other.copy.version}${other.copy.place.includes('/') ? ` (${other.copy.place})` : ''}: what it registers and connects is not seen by the other.`),
    ],
    path: pathTo(context, app, state, 'import', other.at),
    help: 'Ask for the same version in both package.json files; best, depend on it in one and make it a peer dependency of the other.', fixable: false,
  })
}
