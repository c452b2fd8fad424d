/** The objects of a repository, whether each has a file of its own or they lie in packs. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { UsageError } from '../kernel/usage-error.ts'
import { MOST_OBJECT, objectTypes, type GitObject } from './object.ts'
import { openPack, type Pack } from './pack.ts'
import { readPlain, type Repository } from './repository.ts'

export interface Objects {
  /** null when it is not there. @throws UsageError when it is damaged */
  read(id: string): GitObject | null
  /** The same. @throws UsageError when it is not there, or something else */
  need(id: string, type: GitObject['type']): Buffer
  /** The ids that begin with these hexadecimal digits, of which there are four or more. */
  find(prefix: string): readonly string[]
}

/** Files are opened when they are first needed, and stay open until the process ends. */
export function openObjects({ common, idBytes }: Repository): Objects {
  const folder = join(common, 'objects')
  let packs: readonly Pack[] | null = null
  const allPacks = (): readonly Pack[] => (packs ??= namesIn(join(folder, 'pack')).filter((name) => name.endsWith('.idx')).map((name) => openPack(join(folder, 'pack', name), idBytes)))

  function find(id: string, depth: number): GitObject | null {
    if (depth > MOST_DEEP) throw new Error('an object is a change of too many others')
    const own = loose(join(folder, id.slice(0, 2), id.slice(2)))
    if (own !== null) return own
    for (const pack of allPacks()) {
      const found = pack.read(id, (base) => find(base, depth + 1))
      if (found !== null) return found
    }
    return null
  }

  const guarded = <Made>(id: string, run: () => Made): Made => {
    try {
      return run()
    } catch (error) {
      throw new UsageError(`What git keeps can't be read (${id}): ${error instanceof Error ? error.message : String(error)}.`, { cause: error })
    }
  }
  const read = (id: string): GitObject | null => guarded(id, () => find(id, 0))
  return {
    read,
    need(id, type) {
      const found = read(id)
      if (found === null) throw new UsageError(`git does not have the ${type} ${id} here: the clone is shallow or partial. Fetch all of it (in GitHub Actions: fetch-depth: 0).`)
      if (found.type !== type) throw new UsageError(`What git has under ${id} is a ${found.type}, and no ${type}.`)
      return found.content
    },
    find: (prefix) => guarded(prefix, () => {
      const own = namesIn(join(folder, prefix.slice(0, 2))).map((name) => prefix.slice(0, 2) + name).filter((id) => id.startsWith(prefix) && id.length === 2 * idBytes)
      return [...new Set([...own, ...allPacks().flatMap((pack) => pack.find(prefix))])]
    }),
  }
}

/** Changes of changes by id: only packs that are sent, and not kept, have them. */
const MOST_DEEP = 50

function loose(path: string): GitObject | null {
  let bytes: Buffer
  try {
    bytes = readPlain(path, MOST_OBJECT)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const whole = inflateSync(bytes, { maxOutputLength: MOST_OBJECT })
  const end = whole.indexOf(0)
  const [name = '', size] = whole.toString('latin1', 0, Math.max(0, end)).split(' ')
  const type = objectTypes.find((each) => each === name)
  const content = whole.subarray(end + 1)
  if (type === undefined || Number(size) !== content.length) throw new Error(`${path} is damaged`)
  return { type, content }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
