/** The configuration of the examined directory, or why it can't be followed. */
import type { Disk } from '../disk/disk.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { configIn, type Config } from '../project/config.ts'
import { mayBeConfigured } from '../project/config-file.ts'

/** null: there is none. @throws UsageError naming what is wrong with it */
export function projectConfig(disk: Disk): Config | null {
  const config = mayBeConfigured(disk) ? configIn(disk, '') : null
  if (config === null || !('errors' in config)) return config
  const [first = '', ...details] = config.errors.map(({ file, line, message }) => `${file}${line === null ? '' : `:${line}`}: ${message}`)
  throw new UsageError(first, { details })
}
