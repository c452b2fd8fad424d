/** Whether what was said the last time is what would be said now; and that, if so. */
import { saveCache, type Cache } from '../cache/cache.ts'
import type { FileFacts, StoredFacts } from '../cache/facts-part.ts'
import type { Location } from '../cache/location.ts'
import type { Disk } from '../disk/disk.ts'
import { sourceHash, verify, type Trace, type Verified } from '../disk/trace.ts'
import type { ModuleFacts } from '../facts/facts.ts'
import { isSameRecord } from '../facts/same-record.ts'
import { noClock, type Clock } from '../kernel/clock.ts'
import type { Report } from '../kernel/report.ts'

export interface Kept {
  readonly report: Report
  readonly trace: Trace
}

/**
 * The last report, if it is what an examination would say now.
 * @param location where the next run looks; null: it is told nothing, for `disk` is not what lies there
 */
export async function unchanged(disk: Disk, last: Cache, location: Location | null, { clock = noClock, now }: { readonly clock?: Clock; readonly now?: () => number }): Promise<Kept | null> {
  const verified = clock.time('verify', () => verify(disk, last.trace, now, location !== null))
  if (verified === null) return null
  const { changed, trace, asked } = verified
  if (changed.length === 0 && (asked <= MANY || location === null)) return { report: last.report, trace }
  const facts = last.facts()
  const fresh = facts === null ? null : await freshFacts(disk, verified, facts)
  if (facts === null || fresh === null) return null
  let { bytes } = last.report.stats
  for (const { before, after } of fresh.values()) bytes += after.length - before.length
  const report = { ...last.report, stats: { ...last.report.stats, bytes } }
  // So that the next run need not ask again.
  if (asked > MANY && location !== null) await saveAgain(location, disk, { report, trace }, facts, fresh)
  return { report, trace }
}

const MANY = 50

interface Fresh { readonly hash: string; readonly before: ModuleFacts; readonly after: ModuleFacts }

/**
 * The facts of sources that have changed; null when that may change the report. Of a file into which nobody has looked, nothing
 * but its module record has mattered.
 */
async function freshFacts(disk: Disk, { changed, trace }: Verified, facts: StoredFacts): Promise<ReadonlyMap<string, Fresh> | null> {
  const fresh = new Map<string, Fresh>()
  if (changed.length === 0) return fresh
  const { readModule } = await import('../facts/module.ts')
  for (const file of changed) {
    const hash = sourceHash(trace, file)
    const stored = facts.files.get(file)
    const before = stored === undefined || stored.looked ? null : facts.module(file, stored.hash)
    const source = hash === null || before === null ? null : disk.source(file)
    if (hash === null || before === null || source === null || 'reason' in source || source.hash !== hash) return null
    const after = readModule(file, source.text)
    if (!isSameRecord(after, before)) return null
    fresh.set(file, { hash, before, after })
  }
  return fresh
}

async function saveAgain(location: Location, disk: Disk, kept: Kept, facts: StoredFacts, fresh: ReadonlyMap<string, Fresh>): Promise<void> {
  const { createPacker } = await import('../facts/packed.ts')
  const packer = createPacker(facts.shapes)
  const all: FileFacts[] = []
  for (const [file, { hash, looked }] of facts.files) {
    const instead = fresh.get(file)
    const stored = instead === undefined ? facts.bytes(file, hash) : null
    const module = stored?.module ?? (instead === undefined ? null : packer.module(instead.after))
    if (module !== null) all.push({ file, hash: instead?.hash ?? hash, module, body: () => stored?.body() ?? null, looked })
  }
  saveCache(location, { root: disk.root, ...kept, facts: all, shapes: () => packer.shapes })
}
