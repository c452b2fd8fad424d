/** How a file of this project would load a model: the statement that survives its compiler and bundler, for people to write and for fixes. */
import { packageOf } from '../project/packages.ts'
import type { App } from '../project/project.ts'
import type { RuleContext } from './context.ts'
import { isShaken, pathFor } from './importable.ts'
import { modelNamed } from './names.ts'

/** One line of code: `import './Role'`; with a use of its binding where a bare import would be dropped; `require` in CommonJS. */
export function statementFor(context: RuleContext, app: App, from: string, target: string, model: string, written: string | null = null): string {
  const specifier = written ?? pathFor(context, app, from, target)
  if (isCommonJs(context, from)) return `require('${specifier}')`
  const exported = isShaken(context, app, target) ? exportOf(context, target, model) : null
  if (exported === null) return `import '${specifier}'`
  const local = exported === 'default' ? modelNamed(model, specifier) : exported
  return `import ${exported === 'default' ? local : `{ ${local} }`} from '${specifier}'; void ${local}.modelName`
}

/** An export of a file that holds the model. */
export function exportOf(context: RuleContext, file: string, model: string): string | null {
  const { interpreter } = context.program
  const names = interpreter.exportNames(file)
  const holds = (name: string): boolean => {
    const value = interpreter.exportValue(file, name)
    return (value.kind === 'union' ? value.options : [value]).some((o) => o.kind === 'model' && o.model.name === model)
  }
  // The default export first: that is how models are mostly imported.
  return [...names].sort((a, b) => Number(b === 'default') - Number(a === 'default')).find(holds) ?? null
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
