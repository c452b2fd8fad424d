/** What the figures were measured on. */
import { cpus, totalmem } from 'node:os'

/** `Example CPU at 2.4 GHz, 2 cores, 24 GB, linux x64`. */
export function machine(): string {
  const all = cpus()
  return `${all[0]?.model.trim() ?? 'unknown CPU'}, ${all.length} cores, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`
}
