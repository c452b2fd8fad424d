/** What a package.json says about its own subpaths, read for sources rather than for what a build would have written. */

/** Conditions of a server bundle. `types` comes last: without node_modules and builds it is often all that leads to a source. */
const TAKEN = new Set(['source', 'development', 'node', 'import', 'module', 'module-sync', 'require', 'default'])
const OTHER_WORLDS = new Set(['browser', 'worker', 'workerd', 'edge-light', 'react-native', 'deno', 'bun', 'electron', 'style', 'sass'])

/**
 * @param field the value of `exports` or `imports`
 * @param key `.`, `./sub/path` or `#name`
 * @returns relative targets, best first; null when the field doesn't mention the key
 */
export function targetsOf(field: unknown, key: string): readonly string[] | null {
  if (field === undefined || field === null) return null
  const table = isRecord(field) && Object.keys(field).some((name) => /^[.#]/.test(name)) ? field : { '.': field }
  if (key in table) return ordered(table[key])
  let best: { readonly prefix: string; readonly value: unknown; readonly hole: string } | null = null
  for (const [pattern, value] of Object.entries(table)) {
    const star = pattern.indexOf('*')
    // "./dir/" is the older spelling of "./dir/*".
    const prefix = star !== -1 ? pattern.slice(0, star) : pattern.endsWith('/') ? pattern : null
    if (prefix === null || !key.startsWith(prefix)) continue
    const suffix = star === -1 ? '' : pattern.slice(star + 1)
    if (!key.endsWith(suffix) || key.length < prefix.length + suffix.length) continue
    const hole = key.slice(prefix.length, key.length - suffix.length)
    if (best === null || prefix.length > best.prefix.length) best = { prefix, value, hole }
  }
  if (best === null) return null
  const { hole } = best
  return ordered(best.value).map((target) => (target.endsWith('/') ? target + hole : target.replaceAll('*', () => hole)))
}

/** Where the entry of a package may be, best first, from the fields that name one. */
export function entryFields(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  return ['source', 'module', 'main', 'types', 'typings'].map((field) => manifest[field]).filter((value) => typeof value === 'string')
}

function ordered(value: unknown): readonly string[] {
  const found: { readonly target: string; readonly rank: number }[] = []
  collect(value, 0, found, DEEPEST)
  return [...new Set(found.toSorted((a, b) => a.rank - b.rank).map((each) => each.target))]
}

/** Of conditions in conditions: what is deeper leads nowhere. */
const DEEPEST = 50

/** 0: what a server bundle takes; 1: types; 2: conditions that nobody here may have asked for. */
function collect(value: unknown, rank: number, into: { target: string; rank: number }[], left: number): void {
  if (left === 0) return
  if (typeof value === 'string') into.push({ target: value, rank })
  else if (Array.isArray(value)) for (const item of value) collect(item, rank, into, left - 1)
  else if (isRecord(value)) {
    for (const [condition, inner] of Object.entries(value)) {
      if (OTHER_WORLDS.has(condition)) continue
      const own = TAKEN.has(condition) ? 0 : condition.startsWith('types') ? 1 : 2
      collect(inner, Math.max(rank, own), into, left - 1)
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
