/** The cache that follows another one. Without the parser, which the child can do without. */
import type { Cache, ToCache } from '../../src/cache/cache.ts'

/** How often it has been written. */
export const turnOf = ({ report }: Pick<Cache, 'report'>): number => report.stats.files

/** The same facts, as they were stored, with the next report. */
export function again(last: Cache): ToCache {
  const stored = last.facts()
  if (stored === null) throw new Error('the facts are damaged')
  const facts = [...stored.files].map(([file, { hash, looked }]) => {
    const bytes = stored.bytes(file, hash)
    const body = bytes?.body() ?? null
    if (bytes === null || body === null) throw new Error(`${file}: its facts are damaged`)
    return { file, hash, looked, module: bytes.module, body: () => body }
  })
  return { root: last.root, trace: last.trace, report: { ...last.report, stats: { ...last.report.stats, files: turnOf(last) + 1 } }, facts, shapes: () => stored.shapes }
}
