/** Which files does a package.json script run? A small reading of shell, not a shell. */

export interface Run {
  /** The folder it runs in, relative to the package: `cd server && node index.js`. */
  readonly cwd: string
  /** The words that may name the program, best first: an option's value can look like one. */
  readonly targets: readonly string[]
  /** `-r ./x`, `--import ./x`: evaluated before the program. */
  readonly preloads: readonly string[]
  /** Basename of the command: node, tsx, pm2… */
  readonly runner: string
  /** Something else than Node's own type stripping compiles TypeScript. */
  readonly compiled: boolean
}

const COMPILING = new Set([
  'tsx', 'ts-node', 'ts-node-esm', 'ts-node-dev', 'tsnd', 'ts-node-script', 'ts-node-transpile-only', 'babel-node', 'bun', 'swc-node',
  'esno', 'esr', 'jiti', 'vite-node', 'sucrase-node', '@swc-node/register', 'esbuild-register', 'nest', 'deno',
])
const RUNNERS = new Set([
  ...COMPILING, 'node', 'nodejs', 'nodemon', 'node-dev', 'supervisor', 'forever', 'pm2', 'pm2-runtime', 'pm2-dev', 'electron', 'fastify',
])
const SUBCOMMANDS = new Set(['watch', 'run', 'start', 'restart', 'reload', 'startOrRestart', 'startOrReload', 'serve', 'exec'])
const PRELOAD = new Set(['-r', '--require', '--import'])
/** Options whose next word is a value that could be taken for the program. */
const VALUED = new Set([
  '--loader', '--experimental-loader', '-P', '--project', '--tsconfig', '--env-file', '--env-file-if-exists', '-C', '--conditions',
  '--watch-path', '--cwd', '--dir', '-O', '--compiler-options', '--compiler', '-n', '--name', '--title', '-e', '--eval', '-p', '--print',
  '--ext', '-i', '--ignore', '--ignore-watch', '--delay', '--signal', '--config', '--presets', '--extensions', '--interpreter',
  '--node-args', '--env', '--platform', '--target', '--instances',
])
/** Of fastify-cli, as its README lists them; `-P` and `-i` are others than elsewhere. */
const VALUED_BY_FASTIFY = new Set([
  '-a', '--address', '-p', '--port', '-s', '--socket', '-l', '--log-level', '-L', '--logging-module', '-x', '--prefix', '-T', '--plugin-timeout',
  '-g', '--close-grace-delay', '-I', '--debug-port', '--debug-host', '-c', '--config', '--body-limit', '--ignore-watch', '--trust-proxy-ips', '--trust-proxy-hop',
])
/** Here `--watch` names a folder; elsewhere it is a switch. */
const WATCHERS = new Set(['nodemon', 'ts-node-dev', 'tsnd', 'node-dev', 'supervisor'])
/** Their words are text or names, not programs. */
const NOT_RUNNING = new Set([
  'echo', 'printf', 'rm', 'rimraf', 'mkdir', 'cp', 'mv', 'which', 'kill', 'pkill', 'killall', 'eslint', 'prettier', 'docker', 'esbuild',
  'tsup',
])

/** Every program that the script starts; `npm run x` is not followed, that script is read by itself. */
export function runsOf(script: string): Run[] {
  return readCommands(script, '', 0)
}

function readCommands(script: string, start: string, depth: number): Run[] {
  let cwd = start
  const runs: Run[] = []
  for (const words of splitCommands(script)) {
    const [first, second] = words
    if (first === 'cd' && second !== undefined) {
      cwd = `${cwd}/${second}`
      continue
    }
    if (first === undefined || NOT_RUNNING.has(first)) continue
    // `concurrently "node a.js" "node b.js"`, `sh -c '…'`, `nodemon --exec "tsx x.ts"`.
    const quoted = depth < 4 ? words.filter((word) => /\s/.test(word) && word.length < script.length) : []
    for (const word of quoted) runs.push(...readCommands(word, cwd, depth + 1))
    const run = readCommand(words, cwd)
    if (run !== null) runs.push(run)
  }
  return runs
}

function readCommand(words: readonly string[], cwd: string): Run | null {
  const from = words.findIndex((word, index) => RUNNERS.has(commandName(word)) && !VALUED.has(words[index - 1] ?? ''))
  const runner = commandName(words[from] ?? '')
  // `fastify generate` and the like start nothing.
  if (from < 0 || (runner === 'fastify' && words[from + 1] !== 'start')) return null
  const valued = runner === 'fastify' ? VALUED_BY_FASTIFY : VALUED
  const targets: string[] = []
  const preloads = words.slice(0, from).flatMap(preloadsOf)
  let compiled = COMPILING.has(runner)
  for (let index = from + 1; index < words.length; index++) {
    const word = words[index] ?? ''
    const next = words[index + 1] ?? ''
    const [flag = '', joined] = word.startsWith('--') ? word.split(/=(.*)/s) : [word]
    if (PRELOAD.has(flag)) {
      const value = joined ?? next
      if (value.startsWith('.')) preloads.push(value)
      else if (isCompilingHook(value)) compiled = true
      if (joined === undefined) index++
    } else if (valued.has(flag) || (WATCHERS.has(runner) && /^(?:-w|--watch)$/.test(flag))) {
      if (isCompilingHook(joined ?? next)) compiled = true
      if (joined === undefined) index++
    } else if (word.startsWith('-') || /\s/.test(word)) continue
    else if (RUNNERS.has(commandName(word))) compiled ||= COMPILING.has(commandName(word))
    else if (targets.length > 0 || !SUBCOMMANDS.has(word)) targets.push(word)
  }
  return targets.length === 0 && runner !== 'nest' ? null : { cwd, targets, preloads, runner, compiled }
}

/** `NODE_OPTIONS="--require ./x"`, by the shell's own means or by cross-env. */
function preloadsOf(word: string): readonly string[] {
  const [, options] = /^NODE_OPTIONS=(.*)$/s.exec(word) ?? []
  return [...(options ?? '').matchAll(/(?:^|\s)(?:-r|--require|--import)[\s=]+(\.\S*)/g)].map(([, path = '']) => path)
}

const isCompilingHook = (name: string): boolean => /(?:^|\/)(?:tsx|ts-node|esbuild|swc|sucrase|babel|jiti)|@swc|@babel|@esbuild/.test(name)

/** `./node_modules/.bin/tsx` is `tsx`; `lib/node` is a file. */
function commandName(word: string): string {
  const name = /(?:^|\/)\.?bin\/([^/]+)$/.exec(word)?.[1] ?? word
  return name.replace(/\.(?:cmd|exe)$/, '').replace(/^((?:@[^/]+\/)?[^@]+)@[^/]*$/, '$1')
}

/** Simple commands of a shell line as lists of words: quotes, escapes, `&&`, `||`, `;`, `|`, `&`, redirections. `A=b` in front is left out, but for what Node itself reads. */
export function splitCommands(script: string): string[][] {
  const commands: string[][] = []
  let words: string[] = []
  let word: string | null = null
  const endWord = (): void => {
    if (word !== null && (words.length > 0 || !/^(?!NODE_OPTIONS=)[A-Za-z_]\w*=/.test(word))) words.push(word)
    word = null
  }
  const endCommand = (): void => {
    endWord()
    if (words.length > 0) commands.push(words)
    words = []
  }
  for (let at = 0; at < script.length; at++) {
    const char = script.charAt(at)
    if (char === "'" || char === '"') {
      word ??= ''
      for (at++; at < script.length && script.charAt(at) !== char; at++) {
        if (char === '"' && script.charAt(at) === '\\' && /["\\$`]/.test(script.charAt(at + 1))) at++
        word += script.charAt(at)
      }
    } else if (char === '\\' && at + 1 < script.length && !/[A-Za-z0-9_.]/.test(script.charAt(at + 1))) {
      word = (word ?? '') + script.charAt(++at)
    } else if (char === '\\') word = `${word ?? ''}/`
    else if (/[ \t]/.test(char)) endWord()
    else if (char === '>' || char === '<') {
      // `2>&1`, `> log.txt`: neither the number nor the file is an argument.
      if (word !== null && /^\d$/.test(word)) word = null
      endWord()
      while (/[>&<\s]/.test(script.charAt(at + 1))) at++
      while (at + 1 < script.length && !/[\s;&|]/.test(script.charAt(at + 1))) at++
    } else if (/[;&|\n()]/.test(char)) endCommand()
    else word = (word ?? '') + char
  }
  endCommand()
  return commands
}
