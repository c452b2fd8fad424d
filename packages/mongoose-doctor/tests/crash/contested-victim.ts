/** A fix that has to be taken back, by the run itself or by the next one. */
import { existsSync, lstatSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { journalPath } from '../../src/fixes/writing/journal.ts'
import { recover } from '../../src/fixes/writing/recover.ts'
import { entryOf, sameEntry, treeOf, whichOf } from './tree.ts'
import type { Entry, Tree } from './tree.ts'
import type { Victim } from './victim.ts'
import type { WriteScene } from './write-scene.ts'
import { atRest, check, writeVictim } from './write-victim.ts'

/** Somebody makes the file that the plan wants to make, once the run has looked that there is none: what is written has to be taken back. */
export function contestedVictim(child: string): Victim<WriteScene> {
  const mine = ({ old }: WriteScene): Entry => ({ bytes: Buffer.from('mine'), mode: old.get('package.json')?.mode ?? 0 })
  const withMine = (scene: WriteScene, tree: Tree): Tree => new Map([...tree, [scene.created, mine(scene)]])
  return {
    ...writeVictim(child), name: 'contested write', kills: 0.9,
    meanwhile({ dir, created }) {
      const end = performance.now() + 2000
      while (!existsSync(journalPath(dir)) && performance.now() < end);
      try { writeFileSync(join(dir, created), 'mine', { flag: 'wx' }) } catch { /* It was quicker. */ }
    },
    atRest: (scene) => atRest(scene, new Map([[scene.created, mine(scene)]])),
    check(scene, landed, first) {
      const contested = lstatSync(join(scene.dir, scene.created), { throwIfNoEntry: false }) !== undefined && sameEntry(entryOf(join(scene.dir, scene.created)), mine(scene))
      if (!contested) return `not contested: ${check(scene, landed)}`
      const recovered = recover(scene.dir)
      const now = whichOf(treeOf(scene.dir), { old: withMine(scene, scene.old), new: withMine(scene, scene.next) })
      if (!first.killed && now !== 'old') throw new Error(`the run said "${first.err}", and the tree is the new one`)
      if (landed === 'undoing' && now !== 'old') throw new Error('it was undoing, and the tree is the new one')
      if (recovered !== null && (recovered.as === 'after') !== (now === 'new')) throw new Error(`told as ${recovered.as}, and the tree is the ${now} one`)
      if (recovered !== null && recovered.kept.some((file) => file !== scene.created)) throw new Error(`kept ${recovered.kept.join(', ')}`)
      return recovered === null ? `${now}${first.killed ? '' : ', by the run itself'}` : recovered.as === 'after' ? 'new, completed but for theirs' : recovered.files.length > 0 ? 'old, undone' : 'old, cleared'
    },
  }
}
