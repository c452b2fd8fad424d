/**
 * With what the last run left, a run says what it would say without. `npm run fuzz` edits made-up applications;
 * `EDITS_OF=<directory> EDITS=1000 npx vitest run tests/fuzz/edits.test.ts` a copy of a real one.
 */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Report } from '../../src/kernel/report.ts'
import { reexamine } from '../../src/reexamine.ts'
import { withTree } from '../helpers/tree.ts'
import { application, filesOf } from './application.ts'
import { edit, type Draw } from './edits.ts'
import { runs, timeout } from './settings.ts'

/** Times have nothing to do with what is said. */
const said = (report: Report): Report => ({ ...report, stats: { ...report.stats, milliseconds: 0 } })

/** Edits `root` so often; after each edit and once more after that, with and without what was left. @returns how often the report was at hand */
async function follow(root: string, count: number, draw: Draw): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-cache-'))
  const from = { packageFacts: false, cache: { file: join(dir, 'cache.bin'), handedOn: false } }
  let atHand = 0
  for (let done = 0; done < count; done++) {
    const what = edit(root, draw)
    // Half of the time as if the files had been there for long: then their times are trusted.
    const now = draw(2) === 0 ? Date.now : () => Date.now() + 10_000
    // oxlint-disable-next-line no-await-in-loop -- each edit follows the one before
    const { report, reused } = await reexamine(root, from, { now })
    expect({ what, report: said(report) }).toEqual({ what, report: said(examine(root).report) })
    if (reused?.kind === 'report') atHand++
  }
  rmSync(dir, { recursive: true })
  return atHand
}

test('made-up applications', async () => {
  await fc.assert(fc.asyncProperty(application, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 8 }), async (app, stream, count) => {
    const draw: Draw = (below) => (below === 0 ? 0 : (stream.next().value ?? 0) % below)
    await follow(withTree(filesOf(app)), count, draw)
  }), runs(25))
}, timeout)

const { EDITS_OF: directory, EDITS: count = '1000' } = process.env

test.runIf(directory !== undefined)('a real application', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(root, { recursive: true })
  cpSync(directory ?? '', root, { recursive: true, filter: (path) => !/\/(?:node_modules|\.git)(?:\/|$)/.test(path) })
  let state = Number(process.env['FUZZ_SEED'] ?? 1)
  const draw: Draw = (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return below === 0 ? 0 : Math.floor(state / 65_536) % below
  }
  const atHand = await follow(root, Number(count), draw)
  process.stderr.write(`${count} edits; after ${atHand} of them the last report stood\n`)
}, 24 * 3_600_000)
