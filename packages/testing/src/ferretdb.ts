/** FerretDB 1.24, built once from its Go module through ferretdb/main.go and kept in the user's cache. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDirectory } from './cache-directory.ts'
import { findExecutable, isExecutable } from './executables.ts'
import type { Say } from './found.ts'

const source = fileURLToPath(new URL('../ferretdb/', import.meta.url))
const VERSION = 'v1.24.2'

/** @returns the path of the server, or a sentence that says why there is none */
export function findFerretDb(say: Say): { path: string } | { why: string } {
  const path = builtPath()
  if (isExecutable(path)) return { path }
  const go = findExecutable(['go'], ['/usr/local/go/bin', '/opt/homebrew/bin', 'C:\\Program Files\\Go\\bin'])
  if (go === null) return { why: 'it is built with Go 1.24 or newer, and there is no `go` here' }

  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    return { why: `there is no place for it: ${error instanceof Error ? error.message : String(error)}` }
  }
  say(`Building FerretDB ${VERSION} (once; a minute or two) …`)
  // Built beside and moved into place, so that no other process meets half a file.
  const unfinished = `${path}.${process.pid}`
  const env = { ...process.env, CGO_ENABLED: '0' }
  const args = ['build', '-trimpath', '-mod=readonly', '-tags', 'ferretdb_no_postgresql', '-ldflags', '-s -w', '-o', unfinished, '.']
  const build = spawnSync(go, args, { cwd: source, env, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (build.status !== 0) return { why: `\`go build\` failed: ${build.error?.message ?? build.stderr.trim().slice(-1000)}` }
  renameSync(unfinished, path)
  return { path }
}

/** Another version, other code of ours or other dependencies make another file. */
function builtPath(): string {
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum', 'main.go', 'atomic.go']) hash.update(readFileSync(join(source, file)))
  const name = `ferretdb-${VERSION}-${hash.digest('hex').slice(0, 12)}`
  return join(cacheDirectory(), name + (process.platform === 'win32' ? '.exe' : ''))
}
