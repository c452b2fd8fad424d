/** Which files `mocha --watch` evaluates again: after each save it takes those that it watches out of `require.cache`; ES modules can't be taken out. */
import { loadedFrom } from '../graph/loadable.ts'
import { fileMatcher } from '../project/glob.ts'
import { mochaWatches, type MochaWatch } from '../project/mocha.ts'
import { packageOf } from '../project/packages.ts'
import type { Package } from '../project/project.ts'
import type { RuleContext } from './context.ts'

export interface Reloaded {
  readonly file: string
  /** One that loads it. */
  readonly test: string
  readonly script: string
}

/** Of several tests that load a file the last one is told. */
export function* reloadedByMocha(context: RuleContext, item: Package): Generator<Reloaded> {
  for (const watch of mochaWatches(item, (file) => context.project.disk.read(file))) {
    const fits = watch.specs.map((spec) => fileMatcher(spec))
    const own = (file: string): string => (item.dir === '' ? file : file.slice(item.dir.length + 1))
    const tests = [...context.graph.modules.keys()].filter((file) => packageOf(context.project, file) === item && fits.some((fit) => fit(own(file))))
    const reached = new Set<string>()
    for (const test of tests.toReversed()) {
      for (const file of loadedFrom(context.graph, [test], reached)) {
        if (file !== test && isRequired(context, file, watch)) yield { file, test, script: watch.script }
      }
    }
  }
}

/** Whether Node's `require` loads it, so that it can be taken out of the cache. */
function isRequired({ graph, project }: RuleContext, file: string, { typescript, compiles }: MochaWatch): boolean {
  const facts = graph.modules.get(file)?.facts
  if (facts === undefined || /\.m[jt]s$/.test(file) || (facts.typescript && !typescript)) return false
  if (/\.c[jt]s$/.test(file)) return true
  const isModule = facts.imports.length > 0 || facts.exports.length > 0
  return packageOf(project, file)?.type !== 'module' && (!isModule || compiles)
}
