/** `init`: sets a project up. Shows what it would write first, and writes all of it or nothing. */
import { mkdirSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { statOf } from '../../disk/stat.ts'
import type { FileChange } from '../../fixes/types.ts'
import type { SetUp } from '../../init/plan.ts'
import type { Piece } from '../../init/piece.ts'
import { diffText } from '../../reporters/diff.ts'
import { count } from '../../reporters/words.ts'
import type { Engine } from '../engine.ts'
import type { Outcome } from '../outcome.ts'
import type { Request } from '../request.ts'
import type { Terminal } from '../terminal.ts'
import { directoryOf, putInOrder, tell, textOptions, type Context } from './context.ts'
import { refuseUncommitted } from './uncommitted.ts'

type Init = Extract<Request, { command: 'init' }>

/** Asks on a terminal, about each thing by itself; writes without asking with --yes; else only shows what --yes would write. */
export async function init(request: Init, { terminal, loadEngine }: Context): Promise<Outcome> {
  const directory = directoryOf(request, terminal)
  const engine = await loadEngine()
  const found = await engine.setUp(directory)
  await putInOrder(engine, found.root, terminal)
  const open = found.pieces.filter(({ changes }) => changes.length > 0)
  const { color } = textOptions(request, terminal)
  const show = (changes: readonly FileChange[]): void => terminal.out(diffText(changes, { color, forTerminal: terminal.stdout.isTTY }))
  const { ask } = terminal
  const wanted = request.yes || ask === null ? open : await asked(open, show, ask)
  if (wanted === null) {
    tell(terminal, ['Nothing was written.'])
    return { kind: 'answered' }
  }
  const changes = wanted.flatMap((piece) => piece.changes)
  if (request.yes || ask === null) show(changes)
  const isWritten = changes.length > 0 && (request.yes || ask !== null)
  if (isWritten) await write(request, engine, found, changes)
  tell(terminal, told(found, open, wanted, isWritten))
  return { kind: 'answered' }
}

/** @returns the pieces that are wanted; null when somebody ends the questions: then nothing is */
async function asked(pieces: readonly Piece[], show: (changes: readonly FileChange[]) => void, ask: NonNullable<Terminal['ask']>): Promise<readonly Piece[] | null> {
  const wanted: Piece[] = []
  for (const piece of pieces) {
    show(piece.changes)
    // oxlint-disable-next-line eslint/no-await-in-loop -- one question after the other
    const answer = await ask(`Add ${piece.what}? [Y/n] `)
    if (answer === null) return null
    if (/^\s*(?:y(?:es)?)?\s*$/i.test(answer)) wanted.push(piece)
  }
  return wanted
}

async function write({ force }: Init, engine: Engine, { root }: SetUp, changes: readonly FileChange[]): Promise<void> {
  if (!force) refuseUncommitted(await engine.uncommitted(root, changes.flatMap((change) => (change.before === null ? [] : change.file))), 'set up', '')
  const made: string[] = []
  try {
    for (const { file } of changes) makeFolder(dirname(join(root, file)), made)
    await engine.writeFixes(root, { files: changes, notFixed: [] })
  } catch (error) {
    for (const folder of made.toReversed()) removeEmpty(folder)
    throw error
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Somebody has put something into it.
  }
}

/** With the folders above it. @param made is told which there were not */
function makeFolder(path: string, made: string[]): void {
  if (statOf(path, false) !== null) return
  makeFolder(dirname(path), made)
  mkdirSync(path)
  made.push(path)
}

function told({ pieces, install }: SetUp, open: readonly Piece[], wanted: readonly Piece[], isWritten: boolean): string[] {
  const notes = pieces.filter((piece) => !open.includes(piece) || wanted.includes(piece)).flatMap((piece) => piece.notes)
  const files = wanted.flatMap((piece) => piece.changes).map(({ file }) => file)
  const isLinted = wanted.some((piece) => piece.what.includes('ESLint'))
  const command = install(['mongoose-doctor', ...(isLinted ? ['eslint-plugin-mongoose-doctor'] : [])])
  const next = [...(command === null ? [] : [command]), 'npx mongoose-doctor                     # the findings that there are', 'npx mongoose-doctor --update-baseline   # those that have to wait']
  if (open.length === 0) return ['All of it is set up already: nothing was written.', ...notes]
  if (files.length === 0) return ['Nothing was written.', ...notes]
  if (!isWritten) return [...notes, `Nothing was written. To write ${files.length === 1 ? 'it' : `these ${files.length} files`}: mongoose-doctor init --yes`]
  return [`${count(files.length, 'file was', 'files were')} written:`, ...files.map((file) => `  ${file}`), ...notes, 'Next:', ...next.map((line) => `  ${line}`)]
}
