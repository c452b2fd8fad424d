/** How a file of this project would load a model: the statement that survives its compiler and bundler, for people to write and for fixes. */
import { optionsOf } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import { packageOf } from '../project/packages.ts'
import type { App } from '../project/project.ts'
import type { RuleContext } from './context.ts'
import { isShaken, pathFor } from './importable.ts'
import { isIdentifier, modelNamed } from './names.ts'

/**
 * One line of code: `import './Role'`; with a use of its binding where a bare import would be dropped; `require` in CommonJS.
 * @param written an import that is there: its specifier, and the name that it gives the model, null where it gives it none
 */
export function statementFor(context: RuleContext, app: App, from: string, target: string, model: string, written: { readonly specifier: string; readonly local: string | null } | null = null): string {
  const specifier = written?.specifier ?? pathFor(context, app, from, target)
  if (isCommonJs(context, from)) return `require('${specifier}')`
  const exported = isShaken(context, app, target) ? exportOf(context, target, model) : null
  if (exported === null) return `import '${specifier}'`
  const local = written?.local ?? (exported === 'default' ? modelNamed(model, specifier) : exported)
  return `import ${exported === 'default' ? local : `{ ${local === exported ? local : `${exported} as ${local}`} }`} from '${specifier}'; void ${local}.modelName`
}

/** An export of a file that holds the model. */
export function exportOf(context: RuleContext, file: string, model: string): string | null {
  return modelExports(context, file).find((one) => one.model === model)?.exported ?? null
}

/** The exports of a file that hold models, the default one first: that is how models are mostly imported. `module.exports` is the default export. */
export function modelExports({ program: { interpreter } }: RuleContext, file: string): readonly { readonly exported: string; readonly model: string }[] {
  const held = (exported: string, value: Value) => optionsOf(value).flatMap((o) => (o.kind === 'model' ? [{ exported, model: o.model.name }] : []))
  const names = [...interpreter.modules.exportNames(file)].sort((a, b) => Number(b === 'default') - Number(a === 'default'))
  if (names.length > 0) return names.flatMap((name) => held(name, interpreter.modules.exportValue(file, name)))
  const whole = interpreter.modules.exportValue(file, 'default')
  const parts = whole.kind === 'object' ? [...whole.object.props] : []
  return [...held('default', whole), ...parts.flatMap(([name, { all }]) => (all === null ? [] : held(name, all)))]
}

/** What `require()` gives of an export: of `module.exports` the whole. */
export function requiredAs({ graph }: RuleContext, target: string, exported: string): string {
  return exported === 'default' && graph.modules.get(target)?.facts.exports.length === 0 ? '*' : exported
}

/** How a file is used for a model: an export that is the model, or one that holds it (`models.Role` of a registry). */
export interface Binding {
  readonly exported: string
  /** `.Role`; empty where the export is the model itself. */
  readonly member: string
}

export function bindingOf(context: RuleContext, file: string, model: string): Binding | null {
  const exported = exportOf(context, file, model)
  if (exported !== null) return { exported, member: '' }
  const { interpreter } = context.program
  for (const name of interpreter.modules.exportNames(file)) {
    const value = interpreter.modules.exportValue(file, name)
    if (value.kind !== 'object') continue
    for (const [key, { all }] of value.object.props) {
      if (all !== null && isIdentifier(key) && optionsOf(all).some((o) => o.kind === 'model' && o.model.name === model)) return { exported: name, member: `.${key}` }
    }
  }
  return null
}

/** `require` is the way to load a file from one that says so itself, or that can't be anything else. */
export function isCommonJs(context: RuleContext, file: string): boolean {
  const facts = context.graph.modules.get(file)?.facts
  if (facts === undefined || facts.imports.length > 0 || facts.exports.length > 0) return false
  if (/\.(?:cjs|cts)$/.test(file)) return true
  if (/\.m[jt]s$/.test(file)) return false
  if (facts.dynamic.some((each) => each.via === 'require')) return true
  return !facts.typescript && packageOf(context.project, file)?.type !== 'module'
}
