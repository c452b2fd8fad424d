/** Where a program may start when nothing says so: a file with the name of a program that no other file loads. */
import { basename, child, isBelow } from '../../paths.ts'
import { isTest, type Tree } from '../../walk.ts'

/** Beside `index`, `server`, `app` and `main`, which are looked for first. */
const NAMES = new Set(['bot', 'worker', 'start', 'run', 'cli', 'cron', 'discord', 'telegram'])
const PROGRAM = /^([\w-]+)\.[cm]?[jt]s$/

/** @param dir of a package, or the root where there is none */
export function guessedPrograms(tree: Tree, dir: string): readonly string[] {
  const folders = new Set([dir, child(dir, 'src')])
  const named = tree.files.filter((file) => !isTest(file) && NAMES.has(PROGRAM.exec(basename(file))?.[1] ?? '') && [...folders].some((folder) => child(folder, basename(file)) === file))
  if (named.length === 0) return []
  const texts = tree.files.filter((file) => dir === '' || isBelow(file, dir)).map((file) => ({ file, text: tree.read(file) ?? '' }))
  return named.filter((file) => {
    const name = PROGRAM.exec(basename(file))?.[1] ?? ''
    const loads = new RegExp(`['"\`][^'"\`\\n]{0,200}/${name}(?:\\.[cm]?[jt]s)?['"\`]`)
    return !texts.some((other) => other.file !== file && loads.test(other.text))
  })
}
