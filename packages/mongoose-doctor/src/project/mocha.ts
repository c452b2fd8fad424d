/** Which scripts of a package watch with Mocha, and which files are tests to it? */
import type { Package } from './project.ts'
import { splitCommands } from './scripts.ts'

export interface MochaWatch {
  readonly script: string
  /** Globs below the package. */
  readonly specs: readonly string[]
  /** It looks for TypeScript, too. */
  readonly typescript: boolean
  /** What it loads is compiled by a hook. */
  readonly compiles: boolean
}

/** Runs of `mocha --watch` that watch more than the tests. */
export function mochaWatches(item: Package): readonly MochaWatch[] {
  return [...item.scripts].flatMap(([script, line]) => splitCommands(line).flatMap((words): MochaWatch[] => {
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
