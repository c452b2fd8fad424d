/** The path that was probably meant by one that the schema doesn't have. */
import type { SchemaShape } from '../models/schema-shape.ts'
import { isSameWord, nearestName } from './spelling.ts'

export interface Near {
  readonly path: string
  /** The only one, and the same word: written in another case, in the plural, or as an id; or the same name inside an object. */
  readonly isSure: boolean
}

/** Dotted paths that refer to a model, through embedded schemas too. */
export function pathsWithRefs(schema: SchemaShape, prefix = '', depth = 0, seen: ReadonlySet<SchemaShape> = new Set()): readonly string[] {
  if (depth > 6 || seen.has(schema)) return []
  const inside = new Set([...seen, schema])
  return [...schema.paths, ...schema.virtuals].flatMap(([path, shape]) => [
    ...(shape.ref === null ? [] : [prefix + path]),
    ...(shape.sub === null ? [] : pathsWithRefs(shape.sub, `${prefix}${path}${shape.keyed ? '.$*' : ''}.`, depth + 1, inside)),
  ])
}

/** @param known paths that refer to a model */
export function nearPath(path: string, known: readonly string[]): Near | null {
  const inObject = known.filter((one) => one.endsWith(`.${path}`))
  const same = inObject.length > 0 ? inObject : known.filter((one) => isSameWord(one, path))
  const [only] = same
  if (only !== undefined) return { path: only, isSure: same.length === 1 }
  const near = nearestName(path, known)
  return near === null ? null : { path: near, isSure: false }
}
