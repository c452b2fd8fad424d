import { modelToken } from '../models/value.ts'
import type { Token } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import type { AppState, EntryState } from '../registration/entry-states.ts'
import type { GlobalPlugin } from '../registration/interpreter.ts'
import { namesOf } from '../registration/verdict.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis } from './diagnosis.ts'
import { firstOf, goOn, pathTo, stepAt } from './path.ts'
import { findingAt, reason } from './place.ts'

/** `mongoose.plugin()` after models have been compiled, which don't have the plugin then. */
export function latePlugins(context: RuleContext): readonly Diagnosis[] {
  return context.program.interpreter.globalPlugins.flatMap((plugin) => {
    if (isInstalled(plugin.site.file)) return []
    const found = new Map<EntryState, readonly string[]>()
    let of: AppState | null = null
    for (const app of context.program.apps) {
      for (const state of app.entries) {
        const names = compiledBefore(context, state, plugin)
        if (names.length === 0) continue
        found.set(state, names)
        of ??= app
      }
    }
    return of === null ? [] : [diagnosed(context, plugin, of, found)]
  })
}

/** What modules before this one, and this one before the call, have registered. */
function compiledBefore(context: RuleContext, { closure }: EntryState, { site, connection, have }: GlobalPlugin): readonly string[] {
  const { interpreter } = context.program
  const order = closure.evaluation.modules
  const at = order.indexOf(site.file)
  if (at === -1) return []
  const tokens = new Set<Token>()
  const take = (one: Token): void => { for (const token of one.startsWith('file:') ? interpreter.tokens.loaded(one).must : [one]) tokens.add(token) }
  for (const file of order.slice(0, at)) for (const token of interpreter.modules.evaluate(file)?.summary?.must ?? []) take(token)
  have.forEach(take)
  return namesOf(tokens).filter((name) => tokens.has(modelToken({ name, connection })))
}

const MOST_NAMED = 5

function diagnosed(context: RuleContext, { site }: GlobalPlugin, app: AppState, found: ReadonlyMap<EntryState, readonly string[]>): Diagnosis {
  const states = [...found.keys()]
  const names = [...new Set([...found.values()].flat())].sort()
  const [name = ''] = names
  const definitions = names.slice(0, MOST_NAMED).flatMap((one) => context.program.interpreter.index.definitions(one).slice(0, 1))
  const [first] = definitions
  const state = firstOf(states)
  const finding = findingAt(context, {
    rule: 'late-schema-change', severity: 'warning', confidence: 'proved', model: name, site, entries: states.map(({ entry }) => entry.file),
    message: `mongoose.plugin() is called after ${names.length === 1 ? `the model "${name}" has` : `${names.length} models have`} been compiled: ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ' and more' : ''} will not have the plugin.`,
    because: [
      ...definitions.map((one) => reason(context, one.site, `"${one.name}" is compiled here, when this file is imported.`)),
      reason(context, site, 'The plugin is there from here on. Imports are evaluated before the statements of the file that imports them.'),
    ],
    path: state === undefined || first === undefined ? [] : goOn(pathTo(context, app, state, 'module', site), 'late', stepAt(context, 'model', first.site)),
    help: 'Call mongoose.plugin() in a file of its own, and import that file before any model.', fixable: false,
  })
  return { finding, remedy: null }
}
