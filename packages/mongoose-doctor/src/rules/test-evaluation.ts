/**
 * Which files tests evaluate more than once in one process, where Mongoose, a package, stays. Observed with Mocha 11 and Vitest 4.1; Jest loads Mongoose
 * anew too, and node:test starts a process for each file.
 */
import { valueTargets } from '../graph/reach.ts'
import type { Confidence, Reason } from '../kernel/report.ts'
import { fileMatcher } from '../project/glob.ts'
import { packageOf } from '../project/packages.ts'
import { child } from '../project/paths.ts'
import type { Package } from '../project/project.ts'
import { splitCommands } from '../project/scripts.ts'
import { isTest } from '../project/walk.ts'
import type { RuleContext } from './context.ts'

export interface EvaluatedAgain {
  readonly confidence: Confidence
  readonly because: readonly Reason[]
}

const memo = new WeakMap<RuleContext['program'], ReadonlyMap<string, EvaluatedAgain>>()

/** By file. */
export function evaluatedAgainByTests(context: RuleContext): ReadonlyMap<string, EvaluatedAgain> {
  const known = memo.get(context.program)
  if (known !== undefined) return known
  // Mocha's is said first: it is sure.
  const found = new Map([...underVitest(context), ...context.project.packages.flatMap((item) => [...underMocha(context, item)])])
  memo.set(context.program, found)
  return found
}

/** Files that these may load, themselves included. @param reached what has been gone through before, and is not again; grows */
function loadedFrom({ graph }: RuleContext, files: readonly string[], reached = new Set<string>()): readonly string[] {
  const found: string[] = []
  const add = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    found.push(file)
  }
  files.forEach(add)
  // An array hands out what is added while it is iterated.
  for (const file of found) {
    const module = graph.modules.get(file)
    for (const target of module === undefined ? [] : valueTargets(module)) if (target.kind === 'file') add(target.file)
  }
  return found
}

interface Mocha { readonly script: string; readonly specs: readonly string[]; readonly typescript: boolean; readonly compiles: boolean }

/** `mocha --watch` takes the files that it watches out of `require.cache` after each save; ES modules can't be taken out. */
function* underMocha(context: RuleContext, item: Package): Generator<[string, EvaluatedAgain]> {
  for (const { script, specs, typescript, compiles } of watching(item)) {
    const fits = specs.map((spec) => fileMatcher(spec))
    const own = (file: string): string => (item.dir === '' ? file : file.slice(item.dir.length + 1))
    const tests = [...context.graph.modules.keys()].filter((file) => packageOf(context.project, file) === item && fits.some((fit) => fit(own(file))))
    const reached = new Set<string>()
    // Of several tests that load a file the last one is told.
    for (const test of tests.toReversed()) {
      for (const file of loadedFrom(context, [test], reached)) {
        if (file === test || !isRequired(context, file, typescript, compiles)) continue
        yield [file, {
          confidence: 'proved', because: [
            { file: test, line: 1, text: 'This test loads it.' },
            { file: child(item.dir, 'package.json'), line: 1, text: `The script "${script}" is \`mocha --watch\`, which evaluates it again after each save of any file; Mongoose, a package, stays as it is.` },
          ],
        }]
      }
    }
  }
}

function watching(item: Package): readonly Mocha[] {
  return [...item.scripts].flatMap(([script, line]) => splitCommands(line).flatMap((words): Mocha[] => {
    const passed = passedOn(item, words)
    const from = passed.findIndex((word) => /^(?:.*\/)?_?mocha(?:\.js)?$/.test(word))
    const options = passed.slice(from + 1)
    if (from < 0 || !options.some((word) => word === '--watch' || word === '-w') || options.some((word) => word.startsWith('--watch-files'))) return []
    const text = options.join(' ')
    const specs = options.filter((word, at) => !word.startsWith('-') && !WITH_VALUE.has(options[at - 1] ?? ''))
    const inFolder = (spec: string): string => (options.includes('--recursive') || /\*|\.[cm]?[jt]sx?$/.test(spec) ? spec : `${spec}/*`)
    return [{
      script, specs: (specs.length === 0 ? ['test'] : specs).map(inFolder),
      typescript: /--(?:ext|extension|watch-extensions)[ =]\S*ts\b/.test(text), compiles: /(?:-r|--require|--import)[ =]\S*(?:babel|ts-node|tsx|swc|sucrase|esbuild)/.test(text),
    }]
  }))
}

/** Options whose next word is a value. */
const WITH_VALUE = new Set(['-r', '--require', '--import', '--extension', '--ext', '--watch-extensions', '--watch-ignore', '-t', '--timeout', '-R', '--reporter', '--file', '--config', '-g', '--grep', '-f', '--fgrep', '-u', '--ui', '--ignore', '--exclude', '-s', '--slow', '-j', '--jobs', '-n'])

/** `npm test -- --watch`: the words of that script, and what is added. */
function passedOn(item: Package, words: readonly string[]): readonly string[] {
  const [runner = '', ...rest] = words
  const [name = '', ...added] = rest.filter((word) => word !== 'run' && word !== '--')
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(runner)) return words
  return [...splitCommands(item.scripts.get(name === 't' ? 'test' : name) ?? '').at(-1) ?? [], ...added]
}

/** Whether Node's `require` loads it, so that it can be taken out of the cache. */
function isRequired({ graph, project }: RuleContext, file: string, typescript: boolean, compiles: boolean): boolean {
  const facts = graph.modules.get(file)?.facts
  if (facts === undefined || /\.m[jt]s$/.test(file) || (facts.typescript && !typescript)) return false
  if (/\.c[jt]s$/.test(file)) return true
  const isModule = facts.imports.length > 0 || facts.exports.length > 0
  return packageOf(project, file)?.type !== 'module' && (!isModule || compiles)
}

/** A test that forgets all modules, and loads one again. */
function* underVitest(context: RuleContext): Generator<[string, EvaluatedAgain]> {
  for (const { file: test, reachesMongoose } of context.graph.modules.values()) {
    if (!reachesMongoose || !isTest(test)) continue
    const text = context.graph.text(test)
    const reset = /\bvi\s*\.\s*resetModules\s*\(/.exec(text)
    if (reset === null || replacesModels(context, test, text)) continue
    for (const file of loadedTwice(context, test, text, reset.index)) {
      yield [file, { confidence: 'likely', because: [
        { file: test, line: context.position(test, reset.index).line, text: 'This test forgets all modules with vi.resetModules() and loads it again; Mongoose, a package, is not forgotten.' },
      ] }]
    }
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
function loadedTwice(context: RuleContext, test: string, text: string, reset: number): ReadonlySet<string> {
  const module = context.graph.modules.get(test)
  if (module === undefined) return new Set()
  const { facts, importTargets, dynamicTargets } = module
  const first = new Set(loadedFrom(context, importTargets.flatMap((target, at) => (target.kind === 'file' && facts.imports[at]?.typeOnly === false ? [target.file] : []))))
  const loads = dynamicTargets.flatMap((target, at) => {
    const { start } = facts.dynamic[at] ?? { start: 0 }
    return target.kind === 'file' ? [{ start, files: new Set(loadedFrom(context, [target.file])) }] : []
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
