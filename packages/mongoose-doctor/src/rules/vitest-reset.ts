/** Which files a test evaluates again that forgets all modules with `vi.resetModules()`. */
import { loadedFrom } from '../graph/loadable.ts'
import type { Site } from '../kernel/place.ts'
import { isTest } from '../project/walk.ts'
import type { RuleContext } from './context.ts'

export interface Forgotten {
  readonly file: string
  /** Where the test forgets it. */
  readonly reset: Site
}

export function* forgottenByVitest(context: RuleContext): Generator<Forgotten> {
  for (const { file: test, reachesMongoose } of context.graph.modules.values()) {
    if (!reachesMongoose || !isTest(test)) continue
    const text = context.graph.text(test)
    const reset = /\bvi\s*\.\s*resetModules\s*\(/.exec(text)
    if (reset === null || replacesModels(context, test, text)) continue
    const site = { file: test, start: reset.index, end: reset.index + reset[0].length }
    for (const file of loadedTwice(context, test, text, reset.index)) yield { file, reset: site }
  }
}

/** Mocks of anything that has to do with models, and tests that take models out themselves. */
function replacesModels({ graph }: RuleContext, test: string, text: string): boolean {
  if (/\b(?:deleteModel|modelSchemas|doUnmock)\b|\bdelete\s+\w+(?:\.\w+)*\.models\b|\.models\s*=/.test(text)) return true
  return [...text.matchAll(/\bvi\s*\.\s*(?:mock|doMock)\s*\(\s*(?:import\(\s*)?['"]([^'"\n]+)['"]/g)].some(([, specifier = '']) => {
    const target = graph.resolve(test, specifier)
    return specifier === 'mongoose' || target.kind === 'unresolved' || (target.kind === 'file' && graph.modules.get(target.file)?.reachesMongoose === true)
  })
}

/** Loaded before and after the reset; or by each test, where a hook resets. */
function loadedTwice({ graph }: RuleContext, test: string, text: string, reset: number): ReadonlySet<string> {
  const module = graph.modules.get(test)
  if (module === undefined) return new Set()
  const { facts, importTargets, dynamicTargets } = module
  const first = new Set(loadedFrom(graph, importTargets.flatMap((target, at) => (target.kind === 'file' && facts.imports[at]?.typeOnly === false ? [target.file] : []))))
  const loads = dynamicTargets.flatMap((target, at) => {
    const { start } = facts.dynamic[at] ?? { start: 0 }
    return target.kind === 'file' ? [{ start, files: new Set(loadedFrom(graph, [target.file])) }] : []
  })
  const isHook = around(text, reset) === 'hook'
  const tests = [...text.matchAll(TEST_CALL)].length
  const twice = new Set<string>()
  for (const file of new Set(loads.flatMap(({ files }) => [...files]))) {
    const own = loads.filter(({ files }) => files.has(file))
    const before = first.has(file) || own.some(({ start }) => start < reset)
    const after = own.some(({ start }) => start > reset)
    const byEach = own.some(({ start }) => around(text, start) === 'hook') && tests > 1
    if (isHook ? first.has(file) || byEach || own.length > 1 : before && after) twice.add(file)
  }
  return twice
}

const TEST_CALL = /\b(?:test|it)(?:\.\w+)*\s*\(/g

/** Whether the nearest call before an offset that takes a function is one of `beforeEach` and `afterEach`. */
function around(text: string, offset: number): 'hook' | 'other' {
  const last = [...text.slice(0, offset).matchAll(/\b(?:(beforeEach|afterEach)|test|it|beforeAll|afterAll)(?:\.\w+)*\s*\(/g)].at(-1)
  return last?.[1] === undefined ? 'other' : 'hook'
}
