/** Kills at random moments: a few in every run of the tests, as many as wished by `npm run crash`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bundled } from './bundle.ts'
import { cacheVictim } from './cache-victim.ts'
import { bin, cliVictim } from './cli-victim.ts'
import { contestedVictim } from './contested-victim.ts'
import { fullDiskVictim, smallDisk } from './full-disk-victim.ts'
import { outputVictim } from './output-victim.ts'
import { playRounds } from './rounds.ts'
import { amounts, follow, isCampaign, seed, timeout } from './settings.ts'
import { promote } from './strike.ts'
import type { Victim } from './victim.ts'
import { writeVictim } from './write-victim.ts'

const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-crash-'))
const child = bundled('write-child.ts', dir)
if (isCampaign) promote()
let sound = true
// What went wrong is left to be looked at.
afterAll(() => { if (sound) rmSync(dir, { recursive: true, force: true }) })

async function survives<Scene>(victim: Victim<Scene>, amount: (typeof amounts)[keyof typeof amounts]): Promise<void> {
  try {
    const figures = await playRounds(victim, dir, seed, amount, follow)
    follow(figures, true)
    expect(figures.rounds).toBeGreaterThanOrEqual(amount.rounds)
    victim.dispose?.()
  } catch (error) {
    sound = false
    throw error
  }
}

test('a fix that is killed leaves all old or all new', () => survives(writeVictim(child), amounts.small), timeout)
test('so does one of a large file', () => survives(writeVictim(child, 3_000_000), amounts.large), timeout)
test('so does one that has to be taken back', () => survives(contestedVictim(child), amounts.contested), timeout)
test.skipIf(process.platform === 'win32')('so does one that may not write that much', () => survives(fullDiskVictim(child, null), amounts.full), timeout)
test('so does one that finds the disk full', async (context) => {
  const place = smallDisk(dir)
  if (place === null) return context.skip()
  await survives(fullDiskVictim(child, place), amounts.full)
}, timeout)
test('a cache that is being written when the run is killed is the old one or the new one', () => survives(cacheVictim(bundled('cache-child.ts', dir), dir), amounts.cache), timeout)
test('so is a report', () => survives(outputVictim(bundled('output-child.ts', dir)), amounts.output), timeout)
test('the next run reports on all old or all new', () => {
  if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
  return survives(cliVictim(dir), amounts.cli)
}, timeout)
