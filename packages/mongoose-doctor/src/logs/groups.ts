/** Counts errors that are the same, in bounded memory. */
import { detached } from '../kernel/detached.ts'
import type { LogEvent } from './reader.ts'
import { spanOf } from './time.ts'

/** Errors of one model whose traces name the same paths. */
export interface EventGroup {
  readonly model: string
  readonly paths: readonly string[]
  readonly url: string | null
  count: number
  first: string | null
  last: string | null
}

/** Different errors that are kept apart. */
export const mostGroups = 1000
const longestName = 1000

export class EventGroups {
  /** Errors whose trace, or whose model, came when there was no more room for another group. */
  merged = 0
  dropped = 0
  private readonly groups = new Map<string, EventGroup>()
  private readonly most: number

  constructor(most = mostGroups) {
    this.most = most
  }

  get all(): EventGroup[] {
    return [...this.groups.values()]
  }

  add(event: LogEvent): void {
    const exact = this.groupFor(event, this.most)
    // A second half is kept for models without their traces, so that counts stay right by model.
    const group = exact ?? this.groupFor({ ...event, paths: [], url: null }, this.most * 2)
    if (exact === null) this.merged++
    if (group === null) {
      this.dropped++
      return
    }
    group.count++
    Object.assign(group, spanOf(group.first, group.last, event.timestamp === null ? null : detached(event.timestamp)))
  }

  private groupFor({ model, paths, url }: LogEvent, most: number): EventGroup | null {
    const name = model.slice(0, longestName)
    const key = [name, url ?? '', ...paths].join('\0')
    const known = this.groups.get(key)
    if (known || this.groups.size >= most) return known ?? null
    const group = { model: detached(name), paths: paths.map(detached), url: url === null ? null : detached(url), count: 0, first: null, last: null }
    this.groups.set(detached(key), group)
    return group
  }
}
