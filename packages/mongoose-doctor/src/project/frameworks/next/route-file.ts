/** Is this file one of Next's, by its extension? `pageExtensions` holds for pages, routes, layouts, middleware and the rest alike. */
import { basename } from '../../paths.ts'

/** The name without the page extension, and that extension's rank; null for other files. The longest counts: `page.tsx` before `tsx`. */
export function routeFile(file: string, pageExtensions: readonly string[]): { readonly name: string; readonly rank: number } | null {
  const name = basename(file)
  let best: { name: string; rank: number } | null = null
  pageExtensions.forEach((extension, rank) => {
    if (!name.endsWith(`.${extension}`)) return
    const short = name.slice(0, -extension.length - 1)
    if (short !== '' && (best === null || short.length < best.name.length)) best = { name: short, rank }
  })
  return best
}
