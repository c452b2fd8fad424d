import type { Finding } from '../kernel/report.ts'
import { verdictOf } from '../registration/verdict.ts'
import { definitionOf } from './chain.ts'
import type { RuleContext } from './context.ts'
import { modelStep, pathTo, goOn } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { definingFiles } from './troubles.ts'

/** An import() or require() of a computed path that a needed model hangs on. */
export function computedModelImports(context: RuleContext): readonly Finding[] {
  return [...context.program.interpreter.computedLoads.values()].flatMap(({ site, what, files }) => {
    const waiting = context.program.apps.flatMap((app) => app.entries.map((state) => ({ app, state }))).flatMap(({ app, state }) => state.demands
      .filter((d) => verdictOf(d) === 'unknown' && d.may?.site.file === site.file && d.may.site.start === site.start).map((demand) => ({ app, state, demand })))
    const [first] = waiting
    if (first === undefined) return []
    const models = [...new Set(waiting.map((w) => w.demand.need.model.name))].sort()
    const { app, state, demand } = waiting.find((w) => w.demand.need.model.name === models[0]) ?? first
    const defined = definitionOf(context, demand.need.model.name, definingFiles(context, demand.token, app))
    return [findingAt(context, {
      rule: 'computed-model-import', severity: 'warning', confidence: 'likely', model: models[0] ?? '', site, entries: waiting.map((w) => w.state.entry.file),
      message: `${what} of a computed path: whether it registers ${models.map((m) => `"${m}"`).join(', ')} can't be told before it runs, and bundlers may leave the file out.`,
      because: [
        reason(context, site, `\`${snippet(context, site)}\` can mean ${files === null ? 'any file' : `${files.length} files`}.`),
        reason(context, first.demand.need.site, `This needs "${first.demand.need.model.name}", which nothing else registers.`),
      ],
      path: goOn(pathTo(context, app, state, 'load', site), 'computed', modelStep(context, defined)),
      help: 'List the models in one file with static imports, and import that.', fixable: false,
    })]
  })
}
