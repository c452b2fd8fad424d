/** Which of the files that define a model can be imported where it is needed, and how that import would be written. */
import { isTypeScript } from '../facts/parse.ts'
import { survivalOf } from '../graph/survival.ts'
import { isInstalled } from '../project/paths.ts'
import type { App } from '../project/project.ts'
import { isTest } from '../project/walk.ts'
import type { RuleContext } from './context.ts'
import { loaderOf, specifierFor } from './specifier.ts'
import type { Trouble } from './troubles.ts'

/** Best first. */
export function importable(context: RuleContext, trouble: Trouble): readonly string[] {
  return trouble.definedIn.filter((file) => whyNot(context, trouble, file) === null)
}

/** Why `target` can't be imported where the trouble is, as the second half of a sentence; null when it can. */
export function whyNot(context: RuleContext, { demand, app: { app }, states, model }: Trouble, target: string): string | null {
  const { file } = demand.need.site
  if (isInstalled(target)) return `${target}, which defines it, belongs to an installed package`
  const refused = refusalOf(context, app, target)
  if (refused !== null || app.compiler.bundler !== 'none' || isTypeScript(file) || !isTypeScript(target)) return refused
  // Node runs JavaScript as it is; something compiles for it if TypeScript is already part of the program.
  if (states.every((state) => state.closure.modules.some(isTypeScript))) return null
  return `Node runs ${file} as it is and cannot load ${target} from there: start it with something that compiles TypeScript, or define "${model.name}" in JavaScript`
}

/** Why nobody can import `target` for its model; null when one can. */
export function refusalOf({ graph, project }: RuleContext, app: App, target: string): string | null {
  const directives = graph.modules.get(target)?.facts.directives ?? []
  if (directives.includes('use client')) return `${target}, which defines it, is a client file`
  if (isTest(target)) return `only ${target} defines it, which is a test`
  const kind = project.apps.flatMap((each) => each.entries).find((entry) => entry.file === target)?.kind
  // A `'use server'` file is also an ordinary module; what is found by its place in the tree is nobody's to import.
  if (kind !== undefined && kind !== 'server-action') {
    return `only ${target} defines it, which is an entry itself (${kind}): move the model to a file of its own`
  }
  if (app.usesDirectives && directives.includes('use server')) {
    return `${target}, which defines it, may only export actions: move the model to a file of its own`
  }
  return null
}

export function pathFor({ graph, project }: RuleContext, app: App, from: string, to: string): string {
  return specifierFor(graph, from, to, loaderOf(project, app, from))
}

/** Whether importing `target` for nothing but its effect is dropped by this compiler. */
export function isShaken({ graph, project }: RuleContext, app: App, target: string): boolean {
  return survivalOf(graph, project, app.compiler).purity.of(target) !== null
}
