/** What code does so that a `model()` may be evaluated again: where it asks whether a model is there, and where it takes models out. */
import { append } from '../graph/multimap.ts'
import type { Site } from '../kernel/place.ts'
import type { ConnectionId } from '../models/value.ts'

export interface Guard {
  readonly kind:
    /** `models.User`, or another test of whether it is there. */
    | 'asks'
    /** `mongoose.model.User`: always undefined. */
    | 'slip'
    /** `delete models.User`, `deleteModel('User')`. */
    | 'removes'
    /** `deleteModel('User')` of a model that nothing here has registered, and no test has found. */
    | 'demands'
    /** `mongoose.models = {}`, `deleteModel(/./)`. */
    | 'empties'
  /** `*` where all are meant. */
  readonly name: string
  readonly connection: ConnectionId
  readonly site: Site
}

export class Guards {
  readonly #byFile = new Map<string, Guard[]>()
  readonly #known = new Set<string>()

  note(guard: Guard): void {
    const key = `${guard.kind}:${guard.name}:${guard.connection}:${guard.site.file}@${guard.site.start}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    append(this.#byFile, guard.site.file, guard)
  }

  in(file: string): readonly Guard[] {
    return this.#byFile.get(file) ?? []
  }

  all(): readonly Guard[] {
    return [...this.#byFile.values()].flat()
  }
}
