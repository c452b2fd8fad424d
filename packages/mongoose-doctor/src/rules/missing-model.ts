import type { Finding } from '../kernel/report.ts'
import { DEFAULT_CONNECTION, UNKNOWN_CONNECTION } from '../models/value.ts'
import { isInstalled } from '../project/paths.ts'
import { statementFor } from './advice.ts'
import { definedStep, demandSteps, droppedBy, entriesPhrase, masked } from './chain.ts'
import type { RuleContext } from './context.ts'
import { featureHelp, featureSteps, isNest } from './feature.ts'
import { importable, whyNot } from './importable.ts'
import { reason } from './place.ts'
import { connectionName } from './ref-to-other-connection.ts'
import { findingOf } from './trouble-finding.ts'
import type { Trouble } from './troubles.ts'

/** An entry runs a query that needs a model which nothing in it registers. */
export function missingModel(context: RuleContext, trouble: Trouble): Finding {
  const { demand, model, states } = trouble
  const { need } = demand
  const [target] = importable(context, trouble)
  const isOwn = isElsewhere(model)
  const place = isOwn ? ` on ${connectionName(context, model.connection)}` : ''
  const what = need.path === null ? `"${model.name}" is asked for by name${place}` : `populating "${need.path}" needs the model "${model.name}"${place}`
  return findingOf(context, trouble, {
    rule: 'missing-model',
    message: `On a cold start of ${entriesPhrase(states.length)}, ${what}, which nothing there has registered${isOwn ? ' on it' : ''}: MissingSchemaError.`,
    because: [...demandSteps(context, trouble), ...(featureSteps(context, model) ?? (isOwn ? registries(context, trouble) : [...definedStep(context, trouble), ...absence(context, trouble)]))],
    help: loadingHelp(context, trouble, target),
    // A module's imports and features are for a person to choose.
    fixable: target !== undefined && !isNest(model),
  }, masked(trouble))
}

/** How the model gets loaded; or why nobody can import it. */
export function loadingHelp(context: RuleContext, trouble: Trouble, target: string | undefined): string {
  const { demand, model, app: { app } } = trouble
  const { file } = demand.need.site
  if (target !== undefined) return `Load it where it is needed, at the top of ${file}: ${statementFor(context, app, file, target, model.name)}`
  const feature = featureHelp(context, model)
  if (feature !== null) return feature
  if (isElsewhere(model)) return `Register "${model.name}" on that connection too, before the query${demand.need.owner === null ? '' : `, as is done with ${demand.need.owner}`}.`
  const [defined] = trouble.definedIn
  if (defined !== undefined && isInstalled(defined)) {
    return `Import "${model.name}" from the package that defines it and use it there, as with ${model.name}.modelName: ${defined}`
  }
  const refused = defined === undefined ? null : whyNot(context, trouble, defined)
  return refused === null ? `Register "${model.name}" while this file is loaded, not only inside a function.` : sentence(refused)
}

/** On a connection that the application has made, whose registry knows nothing of the others. */
const isElsewhere = (model: Trouble['model']): boolean => model.connection !== DEFAULT_CONNECTION && !isNest(model)

/** What has the model: the connection itself, in other calls, and other connections. */
function registries(context: RuleContext, { model }: Trouble): Finding['because'] {
  const definitions = context.program.interpreter.index.definitions(model.name)
  const own = definitions.filter(({ connection }) => connection === model.connection).slice(0, 2)
  const others = definitions.filter(({ connection }) => connection !== model.connection && connection !== UNKNOWN_CONNECTION).slice(0, 2)
  return [
    ...own.map(({ site }) => reason(context, site, `"${model.name}" is registered on that connection here, which this entry does not run before the query.`)),
    ...others.map(({ site, connection }) => reason(context, site, `This registers "${model.name}" on ${connectionName(context, connection)}: each connection has a registry of its own.`)),
  ]
}

const sentence = (text: string): string => `${text.replace(/^[a-z]+ /, (word) => (word[0]?.toUpperCase() ?? '') + word.slice(1))}.`

/** That no import leads there; or the imports that would, and what becomes of them. */
function absence(context: RuleContext, { states, definedIn, model }: Trouble): Finding['because'] {
  const [state] = states
  if (state === undefined) return []
  const targets = new Set(definedIn)
  const broken = state.closure.evaluation.edges.filter((e) => e.dropped !== null && targets.has(e.to)).slice(0, 3)
  if (broken.length > 0) {
    return broken.map((e) => reason(context, { file: e.from, ...e.at }, `This import of "${e.specifier}" does not register it: ${e.dropped === null ? '' : droppedBy(e.dropped)}.`))
  }
  const dynamic = state.registrations.find((r) => r.via !== 'model()' && r.token.startsWith('file:') && definedIn.some((f) => r.token.startsWith(`file:${f}`)))
  if (dynamic !== undefined) return [reason(context, dynamic.site, `This ${dynamic.via} registers "${model.name}", but not before the query: it runs elsewhere, or later.`)]
  return [{ file: state.entry.file, line: 1, text: `Nothing that is evaluated with this entry imports ${definedIn[0] ?? `a file that registers "${model.name}"`} statically.` }]
}
