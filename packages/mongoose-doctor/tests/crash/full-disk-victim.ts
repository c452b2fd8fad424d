/** A disk that gets full while a fix is written: of bytes or of names; or a limit to the size of a file. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from './random.ts'
import { treeOf, whichOf } from './tree.ts'
import type { Ended, Victim } from './victim.ts'
import { makeScene } from './write-scene.ts'
import type { WriteScene } from './write-scene.ts'
import { atRest, check, mendAgain, writeVictim } from './write-victim.ts'

interface FullScene extends WriteScene {
  /** What takes the place up. */
  readonly filling: string | null
  /** In blocks of 512 bytes. */
  readonly limit: number | null
}

const LARGEST = 600_000

/**
 * @param child the bundled `write-child.ts`
 * @param place a small file system, which is filled; null: the shell limits the size of files
 */
export function fullDiskVictim(child: string, place: string | null): Victim<FullScene> {
  const write = writeVictim(child)
  return {
    name: place === null ? 'limited file' : 'full disk', ...(place === null ? {} : { place }), signals: true, resumes: true, kills: 0.4,
    setup(root, random, isCalm) {
      const scene = makeScene(root, random, LARGEST)
      return { ...scene, filling: place === null || isCalm ? null : fill(place, scene, random), limit: place === null && !isCalm ? random.below(scene.bytes / 1024) : null }
    },
    command(scene, stage) {
      const command = write.command(scene, stage)
      return scene.limit !== null ? ['sh', '-c', `ulimit -f ${scene.limit}; exec "$0" "$@"`, ...command] : command
    },
    reached: write.reached,
    atRest: (scene) => atRest(scene),
    check(scene, landed, first) {
      if (!first.killed && first.code !== 0) checkRefusal(scene, landed, first)
      const outcome = check(scene, landed)
      if (scene.filling !== null) rmSync(scene.filling, { recursive: true, force: true })
      if (scene.isMendedAgain) mendAgain(scene)
      return `${outcome}${first.killed ? '' : first.code === 0 ? ', in time' : ', refused'}`
    },
    dispose() { if (place !== null) spawnSync('umount', [place]) },
  }
}

/** A run that could not write says so, and has left nothing. */
function checkRefusal({ dir, old }: FullScene, landed: string, { err }: Ended): void {
  if (!err.includes('Nothing was written')) throw new Error(`failed in another way: ${err}`)
  if (landed === 'not begun') whichOf(treeOf(dir), { old })
}

/** @returns null where none can be mounted: only root may, and only on Linux */
export function smallDisk(dir: string): string | null {
  const place = mkdtempSync(join(dir, 'full-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,nr_inodes=400', 'tmpfs', place])
  return status === 0 ? place : null
}

/** Leaves less than what the fix needs, or a little more. */
function fill(place: string, { bytes, files }: WriteScene, random: Random): string {
  const filling = join(place, 'filling')
  rmSync(filling, { recursive: true, force: true })
  mkdirSync(filling)
  const { bavail, bsize, ffree } = statfsSync(place)
  if (random.next() < 0.5) {
    const left = random.below(Math.ceil(bytes * 1.2))
    writeFileSync(join(filling, 'bytes'), Buffer.alloc(Math.max(0, bavail * bsize - left)))
  } else {
    const left = random.below(files.length * 2 + 4)
    for (let more = ffree - left; more > 0; more--) writeFileSync(join(filling, String(more)), '')
  }
  return filling
}
