/**
 * Files that define models are evaluated first, so that all models are known. What one of them puts on an object of others is there too early then, and what
 * it reads there may come too late: where that is so, the files are evaluated anew in the order of the entries.
 */
import { UNKNOWN, type Cell, type HeapObject } from '../models/value.ts'

export class Order {
  /** Something was read that the order of the entries may give another value. */
  isInDoubt = false
  /** What is evaluated now may come later in the order of the entries. */
  isAhead = false
  readonly #writtenBy = new WeakMap<Cell, string>()
  /** Who found nothing there, by property. */
  readonly #missed = new WeakMap<HeapObject, Map<string, Set<string>>>()
  /** Files that were left alone and asked for something, as if nothing had been put there. */
  readonly #asked = new Set<string>()

  /** `file` puts a property on an object of another one: a function or what Mongoose makes, for a constant is hardly ever what models hang on. */
  wrote(object: HeapObject, name: string, cell: Cell, file: string): void {
    if (object.site.file === file || cell.all === null || cell.all.kind === 'constant' || cell.all === UNKNOWN) return
    if (this.isAhead) this.#writtenBy.set(cell, file)
    const readers = this.#missed.get(object)?.get(name)
    if (readers !== undefined && (readers.size > 1 || !readers.has(file))) this.isInDoubt = true
  }

  /** `file` tests whether it is there. */
  tested(cell: Cell, file: string): void {
    const by = this.#writtenBy.get(cell)
    if (by !== undefined && by !== file) this.isInDoubt = true
  }

  /** `file` finds nothing on an object of another one. */
  missed(object: HeapObject, name: string, file: string): void {
    if (!this.isAhead || object.site.file === file) return
    const names = this.#missed.get(object) ?? new Map<string, Set<string>>()
    names.set(name, (names.get(name) ?? new Set()).add(file))
    this.#missed.set(object, names)
  }

  asked(file: string): void { if (this.isAhead) this.#asked.add(file) }

  changed(file: string): void { if (this.#asked.has(file)) this.isInDoubt = true }
}
