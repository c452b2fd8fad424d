/** Tells when something in a directory changes. */
import { basename } from 'node:path'
import { isIgnored } from '../project/walk.ts'

export interface Watcher {
  close(): void | Promise<void>
}

/** Changes that come together, as those of a checkout do, are one. */
const QUIET = 80

/**
 * Loaded on demand: one run in a thousand watches.
 * @param changed called once things are quiet again
 * @param failed told when something can't be watched (too many files, say); without it that ends the process
 */
export async function watchDirectory(directory: string, changed: () => void, failed?: (error: unknown) => void): Promise<Watcher> {
  const { watch } = await import('chokidar')
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(directory, { ignoreInitial: true, followSymlinks: false, ignored: (path) => path !== directory && isIgnored(basename(path)) })
  if (failed !== undefined) watcher.on('error', failed)
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(changed, QUIET)
  })
  await new Promise<void>((resolve) => { watcher.once('ready', resolve) })
  return {
    async close() {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}
