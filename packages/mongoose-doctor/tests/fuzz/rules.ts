/** The rules in as few words as possible: what an entry of a made-up application registers, and what it misses. */
import type { Application, Import, Lib, Step } from './application.ts'
import { modelName, ownImports } from './application.ts'

export interface Verdict { readonly registered: readonly string[]; readonly missing: readonly string[] }

export function verdictOf(app: Application, route: Lib): Verdict {
  const registered = new Set<number>()
  for (const one of [...ownImports(route), ...route.imports]) evaluate(app, one, registered)
  const missing = new Set<number>()
  run(app, route.steps, new Set(registered), missing)
  return { registered: namesOf(registered), missing: namesOf(missing) }
}

const namesOf = (models: ReadonlySet<number>): readonly string[] => [...models].sort((a, b) => a - b).map(modelName)

/** An import that survives evaluates its file, and all that this imports. */
function evaluate(app: Application, { target, form }: Import, registered: Set<number>): void {
  if (form === 'unused' || form === 'type') return
  if (target.kind === 'barrel') for (const at of app.barrel) evaluate(app, { target: { kind: 'model', at }, form: 'effect' }, registered)
  else if (target.kind === 'lib') {
    const lib = app.libs[target.at]
    for (const one of lib === undefined ? [] : [...ownImports(lib), ...lib.imports]) evaluate(app, one, registered)
  } else {
    for (const one of app.models[target.at]?.imports ?? []) evaluate(app, one, registered)
    registered.add(target.at)
  }
}

/** A model is sure once an import() of it was awaited on every way; a query needs what its model refers to. */
function run(app: Application, steps: readonly Step[], sure: Set<number>, missing: Set<number>): void {
  for (const step of steps) {
    if (step.kind === 'load' && step.how === 'awaited') evaluate(app, { target: { kind: 'model', at: step.model }, form: 'effect' }, sure)
    if (step.kind === 'call') run(app, app.libs[step.lib]?.steps ?? [], sure, missing)
    const ref = step.kind === 'query' ? app.models[step.model]?.ref : undefined
    if (ref !== undefined && !sure.has(ref)) missing.add(ref)
  }
}
