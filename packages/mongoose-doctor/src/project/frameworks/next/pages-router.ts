/** The entries of Next's pages router. truth/README.md 6. */
import type { Entry } from '../../project.ts'
import { isTest } from '../../walk.ts'
import { routeFile } from './route-file.ts'

/** Files that Next puts around pages; never requested themselves. */
const AROUND = new Set(['_document', '_app', '_error'])

/** @param files source files of the project; only those below `pagesDir` are looked at. */
export function pagesRouterEntries(files: readonly string[], pagesDir: string, pageExtensions: readonly string[]): Entry[] {
  const around = new Map<string, string>()
  const pages: { file: string; api: boolean }[] = []
  for (const file of files) {
    if (!file.startsWith(`${pagesDir}/`)) continue
    const named = routeFile(file, pageExtensions)
    if (named === null || isTest(file)) continue
    const path = file.slice(pagesDir.length + 1)
    if (!path.includes('/') && AROUND.has(named.name)) around.set(named.name, file)
    else pages.push({ file, api: path.startsWith('api/') || (!path.includes('/') && named.name === 'api') })
  }
  const evaluatedWith = ['_document', '_app'].flatMap((name) => around.get(name) ?? [])
  return pages.map(({ file, api }) => ({ file, kind: api ? 'pages-api' : 'pages-page', with: api ? [] : evaluatedWith }))
}
