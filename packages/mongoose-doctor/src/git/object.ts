/** What git keeps: a commit, a folder (tree), a file's content (blob), a tag with a message. */
export const objectTypes = ['commit', 'tree', 'blob', 'tag'] as const

export interface GitObject {
  readonly type: (typeof objectTypes)[number]
  readonly content: Buffer
}

/** Nothing that is looked at here is larger: no source file, no folder. */
export const MOST_OBJECT = 100_000_000

/** @param kind by its number in a pack. @throws when there is none of that number */
export function typeOf(kind: number): GitObject['type'] {
  const type = objectTypes[kind - 1]
  if (type === undefined) throw new Error('an object is of no known type')
  return type
}
