/** What every command that examines starts with. */
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Recovered } from '../../fixes/writing/recover.ts'
import { cacheLocation } from '../../cache/location.ts'
import { openDisk, type Disk } from '../../disk/disk.ts'
import { statOf } from '../../disk/stat.ts'
import { noClock, stopwatch } from '../../kernel/clock.ts'
import type { Examination, Progress, Report } from '../../kernel/report.ts'
import { UsageError } from '../../kernel/usage-error.ts'
import { escapeText } from '../../reporters/escape.ts'
import type { From, Reexamined } from '../../reexamine.ts'
import { render, type Format } from '../../reporters/formats.ts'
import { nothingExamined } from '../../reporters/nothing-examined.ts'
import type { TextOptions } from '../../reporters/options.ts'
import { timingsText } from '../../reporters/timings.ts'
import { json } from '../../reporters/json.ts'
import { paragraph } from '../../reporters/words.ts'
import { commandNames, isOption } from '../option-specs.ts'
import type { Common } from '../request.ts'
import type { Engine } from '../engine.ts'
import type { Outcome } from '../outcome.ts'
import { progressLine } from '../progress.ts'
import { sparing } from '../tuning.ts'
import { nearest } from '../../kernel/suggest.ts'
import type { watchDirectory } from '../watch.ts'
import { textWidthOf, wantsColor, type Terminal } from '../terminal.ts'

export interface Context {
  readonly terminal: Terminal
  readonly loadEngine: () => Promise<Engine>
  /** Tells when something in a directory changes. */
  readonly watch: typeof watchDirectory
  /** Answers an editor on standard input and output. @returns whether it has said goodbye */
  readonly serve: (watch: typeof watchDirectory) => Promise<boolean>
}

export function textOptions(request: Common, terminal: Terminal): TextOptions {
  return { width: textWidthOf(terminal.stdout), color: wantsColor(request.color, terminal, terminal.stdout) }
}

/** @returns the absolute path. @throws UsageError when there is no such directory */
export function directoryOf(request: Common, terminal: Terminal): string {
  const directory = resolve(terminal.cwd, request.directory)
  const found = statOf(directory)
  if (!found) throw new UsageError(`There is no directory "${request.directory}".${mistyped(request.directory)}`)
  if (!found.isDirectory()) throw new UsageError(`"${request.directory}" is a file; give the directory of the application.`)
  return directory
}

/** The whole examination, with progress on a terminal. */
export async function examineWith(engine: Engine, directory: string, request: Common, terminal: Terminal): Promise<Examination> {
  return withProgress(engine, directory, terminal, (progress) => engine.examine(directory, fromFor(request, directory, terminal), { progress, ...sparing(noClock) }))
}

/** The same of a disk that gives other answers than what lies there. */
export async function examineOther(engine: Engine, disk: Disk, directory: string, request: Common, terminal: Terminal): Promise<Examination> {
  return withProgress(engine, directory, terminal, (progress) => engine.examineOn(disk, fromFor(request, directory, terminal), { progress, ...sparing(noClock) }), disk)
}

/** The report alone; with --timings, where the time went. @param other a disk that gives other answers than what lies there */
export async function reportWith(engine: Engine, directory: string, request: Common, terminal: Terminal, from = fromFor(request, directory, terminal), other: Disk | null = null): Promise<Reexamined> {
  const clock = stopwatch(terminal.now)
  const run = (progress: (progress: Progress) => void): Reexamined | Promise<Reexamined> => {
    const options = { progress, ...sparing(clock) }
    return other === null ? engine.report(directory, from, options) : engine.reportOn(other, from, options)
  }
  const made = await withProgress(engine, directory, terminal, run, other ?? undefined)
  if (request.timings) terminal.err(timingsText(clock.spent, terminal.now(), made.report, made.reused))
  return made
}

/** What an interrupted run has left is put in order first: half of it would give a wrong answer. */
export async function putInOrder(engine: Engine, root: string, terminal: Terminal): Promise<void> {
  const recovered = await engine.recover(root)
  if (recovered !== null) tell(terminal, toldOf(recovered))
}

/** A configuration that can't be followed ends the run. */
async function withProgress<Made>(engine: Engine, directory: string, terminal: Terminal, run: (progress: (progress: Progress) => void) => Made | Promise<Made>, disk = openDisk(directory)): Promise<Made> {
  await putInOrder(engine, directory, terminal)
  await engine.config(disk)
  const line = progressLine(terminal)
  try {
    return await run(line.show)
  } finally {
    line.clear()
  }
}

/** In CI a cache is rarely there again, so there it is used when it is asked for. */
export function fromFor({ cache, cacheLocation: named, fromFacts }: Common, directory: string, { env, cwd }: Terminal): From {
  const isCi = !['', '0', 'false', undefined].includes(env['CI'])
  const wanted = cache ?? (named !== null || !isCi)
  return { packageFacts: fromFacts, cache: wanted ? cacheLocation(realpathSync(directory), named === null ? null : resolve(cwd, named)) : null }
}

/** Empty in these formats means that all is well: nothing is better than that. */
const dataFormats: ReadonlySet<Format> = new Set(['sarif', 'gitlab', 'junit'])

/** The outcome when there was nothing to examine, with what can be told of it already written; null to go on. */
export function stopIfNothing(examination: Pick<Examination, 'report' | 'sources'>, request: Common, terminal: Terminal): Outcome | null {
  const { report, sources } = examination
  const outcome = nothingIn(report, request)
  if (outcome === null) return null
  if (request.format === 'json') {
    // The lists of `entries`, `models` and `why` are as empty as the report then is: a whole report tells more.
    terminal.out(json(report))
  } else if (report.unknown.length > 0 && !dataFormats.has(request.format)) {
    terminal.out(render(request.format, report, sources, { ...textOptions(request, terminal), prefix: '', fails: () => false }))
  }
  return outcome
}

/** The same, with nothing told. */
export function nothingIn(report: Report, { directory }: Common): Outcome | null {
  const because = nothingExamined(report)
  return because === null ? null : { kind: 'nothing-examined', because, directory: directory === '.' ? 'this directory' : directory }
}

function toldOf({ as, files, kept }: Recovered): readonly string[] {
  const state = as === 'after' ? 'its changes were completed' : 'what it had begun was undone'
  return [
    `An earlier run that was writing here had been interrupted: ${state}${files.length > 0 ? ':' : '.'}`, ...files.map((file) => `  ${file}`),
    ...(kept.length === 0 ? [] : ['Changed since, and left as they are:', ...kept.map((file) => `  ${file}`)]),
  ]
}

/** What was done goes to stderr: stdout holds the report or the diff, and nothing else. Indented lines stay as they are. */
export function tell(terminal: Terminal, lines: readonly string[]): void {
  const width = Math.min(80, textWidthOf(terminal.stderr))
  terminal.err(`${lines.map((line) => (line.startsWith('  ') ? escapeText(line) : paragraph(line, width).join('\n'))).join('\n')}\n`)
}

/** The first word may be meant as a command (`chekc`), or as an option (`fix`). */
function mistyped(word: string): string {
  if (isOption(word)) return ` Did you mean --${word}?`
  const command = /^[a-z]+$/i.test(word) ? nearest(word, commandNames) : null
  return command === null ? '' : ` Did you mean the command ${command}?`
}
