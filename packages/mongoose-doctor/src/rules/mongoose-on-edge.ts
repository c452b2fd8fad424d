import { survivalOf } from '../graph/survival.ts'
import { single } from '../models/schema-definition.ts'
import type { Site } from '../kernel/place.ts'
import type { Finding } from '../kernel/report.ts'
import type { Value } from '../models/value.ts'
import { mongooseMajor } from '../project/mongoose-version.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { firstOf, pathTo } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'

/** Why an entry runs in the edge runtime, and the file that says so. */
interface Edge {
  readonly file: string
  readonly why: string
}

interface Found {
  readonly app: AppState
  readonly edge: Edge
  readonly states: EntryState[]
  /** The import of Mongoose itself. */
  readonly at: Site
}

/**
 * Mongoose in Next's edge runtime, which has no Node.js: the build fails, or every request for middleware (observed with Next 16 and Mongoose 9:
 * docs/errors/edge-runtime.md).
 */
export function mongooseOnEdge(context: RuleContext): readonly Finding[] {
  const found = new Map<string, Found>()
  for (const app of context.program.apps) {
    if (app.app.framework !== 'next') continue
    const survival = survivalOf(context.graph, context.project, app.app.compiler)
    for (const state of app.entries) {
      const importer = state.closure.evaluation.modules.find((file) => survival.imports(file, 'mongoose').length > 0)
      const at = importer === undefined ? undefined : survival.imports(importer, 'mongoose')[0]
      const edge = importer === undefined ? null : edgeOf(context, state)
      if (importer === undefined || at === undefined || edge === null) continue
      const key = `${app.app.root}|${edge.file}|${importer}`
      const known = found.get(key)
      if (known === undefined) found.set(key, { app, edge, states: [state], at: { file: importer, start: at.start, end: at.end } })
      else known.states.push(state)
    }
  }
  return [...found.values()].flatMap((one) => findingOf(context, one) ?? [])
}

function findingOf(context: RuleContext, { app, edge, states, at }: Found): Finding | null {
  const state = firstOf(states)
  if (state === undefined) return null
  const path = pathTo(context, app, state, 'import', at)
  // The entry's own line is where its author looks first.
  const [first] = path
  const site = first?.file === state.entry.file && first.line !== null ? lineSite(context, state.entry.file, first.line) : { file: state.entry.file, start: 0, end: 0 }
  const major = mongooseMajor(context.project, at.file)
  return findingAt(context, {
    rule: 'mongoose-on-edge', severity: 'error', confidence: major !== null && major >= 9 ? 'proved' : 'likely', model: '', site,
    entries: states.map(({ entry }) => entry.file),
    message: `${state.entry.file} runs in the edge runtime and imports Mongoose, which needs Node.js.`,
    because: [
      { file: edge.file, line: 1, text: edge.why },
      reason(context, at, `\`${snippet(context, at)}\`: by the imports of this entry Mongoose is part of it.`),
    ],
    path,
    help: state.entry.kind === 'middleware'
      ? 'Keep models out of middleware.ts and what it imports; or run it in Node.js: rename it to proxy.ts (Next 16), or export config = { runtime: \'nodejs\' } (15.5).'
      : 'Take away `runtime = \'edge\'`: the default is Node.js.',
    fixable: false,
  })
}

function lineSite({ graph, position }: RuleContext, file: string, line: number): Site {
  const fact = graph.modules.get(file)?.facts.imports.find(({ start }) => position(file, start).line === line)
  return fact === undefined ? { file, start: 0, end: 0 } : { file, start: fact.start, end: fact.end }
}

function edgeOf({ program: { interpreter } }: RuleContext, { entry: { file, kind, with: around } }: EntryState): Edge | null {
  const exported = (one: string, name: string): string | null => {
    const exports = interpreter.graph.modules.get(one)?.facts.exports ?? []
    return exports.some((fact) => fact.kind === 'local' && fact.exported === name) ? runtimeIn(interpreter.modules.force(interpreter.modules.exportValue(one, name))) : null
  }
  if (kind === 'middleware' || kind === 'pages-api' || kind === 'pages-page') {
    // Outside of app both ways of saying it count: observed with Next 15.2, 15.5, 16.1 and 16.4.
    const asked = exported(file, 'config') ?? exported(file, 'runtime')
    if (kind !== 'middleware') return isEdge(asked) ? { file, why: 'Its config asks for the edge runtime.' } : null
    return asked === 'nodejs' ? null : { file, why: 'Middleware runs in the edge runtime, unless it says `runtime: \'nodejs\'` in its config, or exports that.' }
  }
  if (kind !== 'page' && kind !== 'route-handler' && kind !== 'metadata-route') return null
  // The innermost that says anything counts; layouts stand from the outside in.
  for (const one of [file, ...around.toReversed()]) {
    const runtime = exported(one, 'runtime')
    if (runtime !== null) return isEdge(runtime) ? { file: one, why: one === file ? `This file asks for it: \`runtime = '${runtime}'\`.` : `This layout asks for it, for all below it: \`runtime = '${runtime}'\`.` } : null
  }
  return null
}

const isEdge = (runtime: string | null): boolean => runtime === 'edge' || runtime === 'experimental-edge'

/** `'edge'`, or `{ runtime: 'edge' }`. */
function runtimeIn(exported: Value): string | null {
  const value = single(exported)
  if (value.kind === 'constant') return typeof value.value === 'string' ? value.value : null
  const inner = value.kind === 'object' ? value.object.props.get('runtime')?.all : null
  return inner === null || inner === undefined ? null : runtimeIn(inner)
}
