/** `writeFixes`, and the recovery after it. */
import { existsSync, readFileSync } from 'node:fs'
import { journalPath } from '../../src/fixes/writing/journal.ts'
import { recover } from '../../src/fixes/writing/recover.ts'
import { writeFixes } from '../../src/fixes/writing/write.ts'
import { sameEntry, treeOf, whichOf } from './tree.ts'
import type { Tree } from './tree.ts'
import type { Mark, Victim } from './victim.ts'
import { CREATED_TEXT, edited, makeScene } from './write-scene.ts'
import type { WriteScene } from './write-scene.ts'

/**
 * @param child the bundled `write-child.ts`
 * @param largest bytes of the largest file: what is written takes its time
 */
export function writeVictim(child: string, largest = 30_000): Victim<WriteScene> {
  return {
    name: `write of up to ${largest} bytes`, signals: true, resumes: true, kills: 1,
    setup: (dir, random) => makeScene(dir, random, largest),
    command: ({ dir, files }, stage) => [process.execPath, child, dir, stage, ...files],
    reached: ({ dir }, mark) => reachedIn(dir, mark),
    atRest: (scene) => atRest(scene),
    check(scene, landed) {
      const outcome = check(scene, landed)
      if (scene.isMendedAgain) mendAgain(scene)
      return outcome
    },
  }
}

/** Looks at the journal alone. */
export function reachedIn(dir: string, mark: Mark): boolean {
  if (mark === 'begun') return existsSync(journalPath(dir))
  const phase = phaseIn(dir)
  return phase === 'replacing' || phase === 'undoing'
}

/** null when there is no journal. */
export function phaseIn(dir: string): string | null {
  // Most looks come too early, and asking is cheaper than failing.
  if (!existsSync(journalPath(dir))) return null
  try {
    return (JSON.parse(readFileSync(journalPath(dir), 'utf8')) as { readonly phase: string }).phase
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Each file is its old or its new self. @param others files that may be there as well. @returns the journal's phase, or what there is without one */
export function atRest({ dir, old, next }: Pick<WriteScene, 'dir' | 'old' | 'next'>, others: Tree = new Map()): string {
  const tree = treeOf(dir)
  for (const name of new Set([...tree.keys(), ...old.keys()])) {
    const entry = tree.get(name)
    if (![old, next, others].some((one) => one.has(name))) {
      if (!name.includes('mongoose-doctor')) throw new Error(`${name} was left`)
    } else if (![old, next, others].some((one) => sameEntry(entry, one.get(name)))) throw new Error(`${name} is neither old nor new`)
  }
  const isOld = [...old].some(([name, entry]) => !sameEntry(entry, next.get(name)) && sameEntry(entry, tree.get(name)))
  return phaseIn(dir) ?? (isOld ? 'not begun' : 'done')
}

/** After the recovery the tree is the one that the journal promised. */
export function check({ dir, files, old, next }: WriteScene, landed: string): string {
  const recovered = recover(dir)
  const now = whichOf(treeOf(dir), { old, new: next })
  if (recovered !== null) {
    if (recovered.kept.length > 0) throw new Error(`kept ${recovered.kept.join(', ')}`)
    if ((recovered.as === 'after') !== (now === 'new')) throw new Error(`told as ${recovered.as}, and the tree is the ${now} one`)
    if (recovered.files.length > 0 && recovered.files.length !== files.length) throw new Error(`told of ${recovered.files.join(', ')} only`)
  }
  const promised = landed === 'replacing' || landed === 'done' ? 'new' : 'old'
  if (now !== promised) throw new Error(`${landed}, and the tree is the ${now} one`)
  if (recover(dir) !== null) throw new Error('there was something left to put in order')
  return recovered === null ? now : recovered.as === 'after' ? 'new, completed' : recovered.files.length > 0 ? 'old, undone' : 'old, cleared'
}

/** Nothing stands in the way of the next fix. */
export function mendAgain({ dir, files, old, next }: WriteScene): void {
  if (whichOf(treeOf(dir), { old, next }) === 'next') return
  const changes = files.map((file) => {
    const before = old.get(file)?.bytes.toString('utf8') ?? null
    return { file, before, after: before === null ? CREATED_TEXT : edited(before) }
  })
  writeFixes(dir, { files: changes, notFixed: [] })
  whichOf(treeOf(dir), { next })
}
