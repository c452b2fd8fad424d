/** Which entries of Next.js answer a request. */
import type { EntryReport } from '../kernel/report.ts'

/** @param url a path without its query, `*` for a part that names one document */
export function entriesAt(url: string, entries: readonly EntryReport[]): EntryReport[] {
  const asked = partsOf(url)
  const matches = entries.filter((entry) => {
    const route = routeOf(entry.file)
    return route !== null && fits(partsOf(route), asked)
  })
  // `/users/new` before `/users/[id]`: as few parameters as there can be.
  const fewest = Math.min(...matches.map(parameters))
  return matches.filter((entry) => parameters(entry) === fewest)
}

/** `app/(shop)/users/[id]/page.tsx` → `/users/[id]`; null for files that answer no request by their name. */
function routeOf(file: string): string | null {
  const [, app] = /(?:^|\/)app\/(.*?)\/?(?:page|route)\.[cm]?[jt]sx?$/.exec(file) ?? []
  if (app !== undefined) return `/${app.split('/').filter((part) => !/^(?:\([^)]*\)|@.*)$/.test(part)).join('/')}`
  const [, page] = /(?:^|\/)pages\/(.*?)(?:\/?index)?\.[cm]?[jt]sx?$/.exec(file) ?? []
  return page === undefined ? null : `/${page}`
}

function fits(route: readonly string[], asked: readonly string[]): boolean {
  const rest = route.findIndex((part) => /^\[?\[\.\.\./.test(part))
  if (rest === -1 ? route.length !== asked.length : asked.length < rest) return false
  return route.slice(0, rest === -1 ? route.length : rest).every((part, index) => part.startsWith('[') || part === asked[index])
}

function parameters(entry: EntryReport): number {
  return partsOf(entry.file).filter((part) => part.startsWith('[')).length
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}
