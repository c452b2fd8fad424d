/** Imports by which models get registered, or are meant to. */
import type { ImportFact } from '../facts/facts.ts'
import type { Span } from '../kernel/place.ts'
import { optionsOf } from '../models/value.ts'
import type { App } from '../project/project.ts'
import type { AppState } from '../registration/entry-states.ts'
import { closureOf } from '../registration/linking.ts'
import { namesOf } from '../registration/verdict.ts'
import { droppedBy } from '../rules/chain.ts'
import type { RuleContext } from '../rules/context.ts'
import type { Mention } from './mentions.ts'

/** Those of one file: each imported name that is a model, and each path whose file defines some, or is loaded for nothing but what it registers. */
export function importsIn(context: RuleContext, file: string): readonly Mention[] {
  const module = context.graph.modules.get(file)
  const state = appOf(context, file)
  if (module === undefined || state === null) return []
  const found: Mention[] = []
  const add = (at: Span, name: Span, models: readonly string[], dropped: string | null): void => {
    if (models.length > 0) found.push({ kind: 'import', start: at.start, end: at.end, name: { start: name.start, end: name.end }, models, path: null, byName: true, dropped })
  }
  for (const [i, fact] of module.facts.imports.entries()) {
    const target = module.importTargets[i]
    if (target?.kind !== 'file' || context.graph.modules.get(target.file)?.reachesMongoose !== true) continue
    const dropped = droppedOf(state, file, fact)
    const named = fact.names.map((name) => ({ name, models: importedModels(context, target.file, name.imported) }))
    for (const { name, models } of named) add(name, name, models, dropped)
    const isAboutModels = fact.sideEffectOnly || defines(context, target.file) || named.some(({ models }) => models.length > 0)
    const at = fact.sideEffectOnly ? fact : fact.specifierSpan
    if (isAboutModels) add(at, fact.specifierSpan, registeredBy(context, state.app, target.file), dropped)
  }
  for (const [i, fact] of module.facts.dynamic.entries()) {
    const target = module.dynamicTargets[i]
    if (target?.kind === 'file' && defines(context, target.file)) add(fact, fact, registeredBy(context, state.app, target.file), null)
  }
  return found
}

/** The application that the file is part of; the innermost, if there are several. */
function appOf({ program: { apps } }: RuleContext, file: string): AppState | null {
  const around = apps.filter(({ app }) => app.root === '.' || file.startsWith(`${app.root}/`))
  return around.toSorted((a, b) => depth(b.app) - depth(a.app))[0] ?? apps[0] ?? null
}

const depth = ({ root }: App): number => (root === '.' ? 0 : root.length)

const defines = ({ program: { interpreter } }: RuleContext, file: string): boolean => interpreter.index.all().some(({ site }) => site.file === file)

function importedModels({ program: { interpreter } }: RuleContext, file: string, exported: string): readonly string[] {
  if (exported === '*') return []
  const value = interpreter.modules.exportValue(file, exported)
  return [...new Set(optionsOf(value).flatMap((one) => (one.kind === 'model' || one.kind === 'modelLookup' ? [one.model.name] : [])))].sort()
}

function registeredBy({ program: { interpreter }, project }: RuleContext, app: App, file: string): readonly string[] {
  return namesOf(closureOf(interpreter, project, app, [{ file }], app.usesDirectives ? 'server' : 'plain').must)
}

/** Entries that are asked what became of an import. */
const MOST_ENTRIES = 20

/** Why it counts nowhere; null where it counts in an entry, or where no entry comes across it. */
function droppedOf({ entries }: AppState, file: string, { start }: ImportFact): string | null {
  let reason: string | null = null
  for (const { closure } of entries.filter((entry) => entry.closure.modules.includes(file)).slice(0, MOST_ENTRIES)) {
    const edge = closure.evaluation.edges.find((one) => one.from === file && one.at.start === start)
    if (edge === undefined) continue
    if (edge.dropped === null) return null
    reason ??= droppedBy(edge.dropped)
  }
  return reason
}
