/** The modules of a bundle that an entry can reach, and the programs that they make. */
import type { BuiltProgram, Start, Way } from './build.ts'
import type { Factory } from './factory.ts'
import { fileOf } from './factory.ts'

/** What an entry finds under an id. */
export type Universe = ReadonlyMap<string, Factory>

/** Of two factories with one id the first counts, as it does when chunks are loaded. */
export function universeOf(chunks: Iterable<readonly Factory[]>): Map<string, Factory> {
  const universe = new Map<string, Factory>()
  for (const factories of chunks) addTo(universe, factories)
  return universe
}

export function addTo(universe: Map<string, Factory>, factories: readonly Factory[]): void {
  for (const factory of factories) for (const id of factory.ids) if (!universe.has(id)) universe.set(id, factory)
}

/** An entry's modules that were put together from chunks of its own may differ from another's of the same id: then they go to another program. */
export class Programs {
  readonly #made: { readonly files: Map<string, string>; readonly mattering: Map<string, string> }[] = []

  /** @param roots ids of the modules that are evaluated */
  add(universe: Universe, roots: readonly string[], start: Start, calls: readonly string[] = []): Way {
    const reached = reachedFrom(universe, roots)
    const mattering = reachingMongoose(universe, reached)
    const clashes = (known: ReadonlyMap<string, string>): boolean => [...mattering].some((factory) => factory.files.some(({ file, text }) => (known.get(file) ?? text) !== text))
    let program = this.#made.findIndex((each) => !clashes(each.mattering))
    if (program === -1) program = this.#made.push({ files: new Map(), mattering: new Map() }) - 1
    const into = this.#made[program]
    for (const factory of reached) {
      for (const { file, text } of factory.files) {
        if (mattering.has(factory)) {
          into?.mattering.set(file, text)
          into?.files.set(file, text)
        } else if (into?.files.has(file) === false) into.files.set(file, text)
      }
    }
    return { program, files: roots.flatMap((id) => (universe.has(id) ? [fileOf(id)] : [])), calls, start }
  }

  all(): readonly BuiltProgram[] {
    return this.#made.map((each) => each.files)
  }
}

export function reachedFrom(universe: Universe, roots: readonly string[]): ReadonlySet<Factory> {
  const reached = new Set<Factory>()
  const queue = [...roots]
  for (const id of queue) {
    const factory = universe.get(id)
    if (factory === undefined || reached.has(factory)) continue
    reached.add(factory)
    queue.push(...factory.refs)
  }
  return reached
}

function reachingMongoose(universe: Universe, among: ReadonlySet<Factory>): ReadonlySet<Factory> {
  const importers = new Map<Factory, Factory[]>()
  for (const factory of among) {
    for (const id of factory.refs) {
      const target = universe.get(id)
      if (target !== undefined) importers.set(target, [...(importers.get(target) ?? []), factory])
    }
  }
  const reaching = new Set([...among].filter((factory) => factory.isMongoose || factory.bundlesMongoose))
  for (const factory of reaching) for (const importer of importers.get(factory) ?? []) reaching.add(importer)
  return reaching
}
