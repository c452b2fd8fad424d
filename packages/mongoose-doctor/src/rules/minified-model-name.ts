import type { Call } from '../facts/ir.ts'
import type { Finding } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import { lowestVersion, rangeOf } from '../project/version.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { definitionsOf } from './definitions.ts'
import { firstOf, goOn, modelStep, pathTo } from './path.ts'
import { findingAt, reason } from './place.ts'

/** A model that is named by a class, in an application whose build shortens the names of classes on the server. */
export function minifiedModelNames(context: RuleContext): readonly Finding[] {
  return context.program.apps.flatMap((app) => definitionsOf(context, app).flatMap((defined) => {
    const { file, call, model, states } = defined
    const named = isInstalled(file) ? null : namedByClass(context, file, call, model.name)
    if (named === null || !minifies(context, app)) return []
    const site = { file, start: call.start, end: call.end }
    const state = firstOf(states)
    return [findingAt(context, {
      rule: 'minified-model-name', severity: 'error', confidence: named === 'model()' ? 'proved' : 'likely', model: model.name, site, entries: states.map(({ entry }) => entry.file),
      message: `In production this model is not called "${model.name}": next build shortens the names of classes to a letter or to nothing, so a ref to "${model.name}" finds no model, and its collection has another name or none.`,
      because: [reason(context, site, `Its name is the name of a class, which ${app.app.compiler.label} does not keep: "", "k" or "tc" were observed, others in each bundle. In development it is kept.`)],
      path: state === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'runs', modelStep(context, site)),
      help: named === 'model()' ? `Write the name: model('${model.name}', …)` : `Write the name: getModelForClass(${model.name}, { options: { customName: '${model.name}' } })`, fixable: false,
    })]
  }))
}

/** `model(User.name, …)`, or Typegoose's `getModelForClass(User)`, of a class of this file. */
function namedByClass({ graph }: RuleContext, file: string, { callee, args, start, end }: Call, model: string): 'model()' | 'getModelForClass()' | null {
  const body = graph.body(file)
  const called = callee.kind === 'name' ? callee.name : callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : null
  const first = args[0]?.value
  if (body === null || first === undefined) return null
  const isClass = (binding: number | null): boolean => binding !== null && body.bindings[binding]?.kind === 'class' && body.bindings[binding].name === model
  if (called === 'model') return first.kind === 'member' && first.property === 'name' && first.object.kind === 'name' && isClass(first.object.binding) ? 'model()' : null
  if (called !== 'getModelForClass' || first.kind !== 'name' || !isClass(first.binding)) return null
  return /customName|automaticName/.test(graph.text(file)) || graph.text(file).slice(start, end).includes('...') ? null : 'getModelForClass()'
}

/** Observed with Next.js 15.5 and 16.4, of both bundlers; `experimental.serverMinification: false` turns it off. */
function minifies({ project }: RuleContext, { app }: AppState): boolean {
  if (app.framework !== 'next') return false
  const root = app.root === '.' ? '' : app.root
  const range = rangeOf(project.packages, root, 'next')
  const version = range === null ? null : lowestVersion(range)
  if (version !== null && version.major < 15) return false
  const below = root === '' ? '' : `${root}/`
  return !['ts', 'mjs', 'js', 'cjs', 'mts'].some((extension) => project.disk.read(`${below}next.config.${extension}`)?.includes('serverMinification'))
}
