/** Which of the files that define a model can be imported where it is needed, and how that import would be written. */
import { isTypeScript } from '../facts/parse.ts'
import { survivalOf } from '../graph/survival.ts'
import { isInstalled } from '../project/paths.ts'
import type { App } from '../project/project.ts'
import type { RuleContext } from './context.ts'
import { loaderOf, specifierFor } from './specifier.ts'
import type { Trouble } from './troubles.ts'

/** Best first. What an installed package defines comes through that package, not by a path. */
export function importable({ demand, definedIn, app, states }: Trouble): readonly string[] {
  const own = definedIn.filter((file) => !isInstalled(file))
  if (app.app.framework !== 'node' || isTypeScript(demand.need.site.file)) return own
  // Node runs JavaScript as it is; something compiles for it if TypeScript is already part of the program.
  const compiles = states.every((state) => state.closure.modules.some(isTypeScript))
  return compiles ? own : own.filter((file) => !isTypeScript(file))
}

export function pathFor({ graph, project }: RuleContext, app: App, from: string, to: string): string {
  return specifierFor(graph, from, to, loaderOf(project, app, from))
}

/** Whether importing `target` for nothing but its effect is dropped by this compiler. */
export function isShaken({ graph, project }: RuleContext, app: App, target: string): boolean {
  return survivalOf(graph, project, app.compiler).purity.of(target) !== null
}
