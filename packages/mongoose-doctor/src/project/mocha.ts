/** Which scripts of a package watch with Mocha, and which files are tests to it? */
import { mochaSettings, type Read } from './mocharc.ts'
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
export function mochaWatches(item: Package, read: Read): readonly MochaWatch[] {
  return [...item.scripts].flatMap(([script, text]) => splitCommands(text).flatMap((line): MochaWatch[] => {
    const passed = passedOn(item, line)
    const from = passed.findIndex((word) => /^(?:.*\/)?_?mocha(?:\.js|@[^/]*)?$/.test(word))
    if (from < 0) return []
    const words = passed.slice(from + 1)
    const options = words.includes('--no-config') ? words : [...words, ...mochaSettings(read, item)]
    if (!options.some((word) => word === '--watch' || word === '-w') || options.some((word) => word.startsWith('--watch-files'))) return []
    const joined = options.join(' ')
    const specs = options.filter((word, at) => !word.startsWith('-') && !WITH_VALUE.has(options[at - 1] ?? ''))
    const inFolder = (spec: string): string => (options.includes('--recursive') || /\*|\.[cm]?[jt]sx?$/.test(spec) ? spec : `${spec}/*`)
    return [{
      script, specs: (specs.length === 0 ? ['test'] : specs).map(inFolder),
      typescript: /--(?:ext|extension|watch-extensions)[ =]\S*ts\b/.test(joined), compiles: /(?:-r|--require|--import)[ =]\S*(?:babel|ts-node|tsx|swc|sucrase|esbuild)/.test(joined),
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
