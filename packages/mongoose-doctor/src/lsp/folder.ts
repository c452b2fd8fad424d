/** One folder of the editor: what holds of it, with the texts that are not saved. */
import { join, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { statOf } from '../disk/stat.ts'
import type { Examination, Report, Sources } from '../kernel/report.ts'
import { isInstalled } from '../project/paths.ts'
import { isIgnored } from '../project/walk.ts'
import { mentionsOf, type Mention } from '../editing.ts'
import type { CurrentReport, Session } from '../session.ts'
import type { OpenDocument, Texts } from './documents.ts'
import { withoutMark } from './documents.ts'
import { Places } from './places.ts'
import { uriOf } from './uris.ts'

/** What was found in one state of the texts. */
export interface Shown {
  readonly report: Report
  readonly places: Places
}

interface Held extends Shown {
  readonly sources: Sources
  readonly overlay: ReadonlyMap<string, string>
  /** What holds without them. */
  readonly below: Report
  /** Made when something asks for more than the report. */
  readonly examination: Examination | null
}

export class Folder {
  readonly session: Session
  readonly #path: string
  readonly #texts: Texts
  readonly #open: () => readonly OpenDocument[]
  #held: Held | null = null

  /**
   * @param path as the editor names it: there may be links on its way
   * @param open the documents that are open in it
   */
  constructor(path: string, session: Session, texts: Texts, open: () => readonly OpenDocument[]) {
    this.#path = path
    this.session = session
    this.#texts = texts
    this.#open = open
  }

  /** The name of a file, relative to the folder; null: it lies elsewhere. */
  nameOf(path: string): string | null {
    for (const root of [this.#path, this.session.root]) {
      const start = root.endsWith(sep) ? root : root + sep
      if (path.startsWith(start)) return path.slice(start.length).split(sep).join('/')
    }
    return null
  }

  uriOf(file: string): string {
    return this.#open().find((one) => one.file === file)?.document.uri ?? uriOf(join(this.#path, file))
  }

  /**
   * Examines, if something has changed.
   * @param isExact also what changes nothing that is said: for edits
   */
  examine(isExact = false): Shown {
    const { report, sources } = this.session.current()
    const overlay = this.#overlay(sources, isExact)
    const held = this.#held
    if (held !== null && held.below === report && isDeepStrictEqual(held.overlay, overlay)) return held
    const examination = overlay.size === 0 ? null : this.session.withTexts(overlay)
    return this.#hold(examination ?? { report, sources }, { overlay, below: report, examination })
  }

  /** What was found the last time. */
  get last(): Shown | null {
    return this.#held
  }

  #hold({ report, sources }: CurrentReport, rest: Pick<Held, 'overlay' | 'below' | 'examination'>): Held {
    const places = new Places(sources, (file) => this.#open().find((one) => one.file === file)?.document ?? null)
    return (this.#held = { report, sources, places, ...rest })
  }

  /** The whole examination behind what was found the last time. */
  examination(): { readonly examination: Examination; readonly places: Places } {
    if (this.#held === null) this.examine()
    const held = this.#held
    if (held?.examination != null) return { examination: held.examination, places: held.places }
    const examination = this.session.examination()
    const { places } = this.#hold(examination, { overlay: new Map(), below: examination.report, examination })
    return { examination, places }
  }

  /** The texts that stand in for those on the disk. */
  #overlay(sources: Sources, isExact: boolean): ReadonlyMap<string, string> {
    const overlay = new Map<string, string>()
    for (const open of this.#open()) {
      const onDisk = sources.text(open.file)
      if (onDisk === null && !this.#isNew(open.file)) continue
      const text = this.#texts.good(open)
      if (text === null || (onDisk !== null && withoutMark(onDisk) === text)) continue
      if (isExact || onDisk === null || this.session.matters(open.file, text)) overlay.set(open.file, text)
    }
    return overlay
  }

  /** Of a file that is nowhere yet, nothing is known but its name. */
  #isNew(file: string): boolean {
    return statOf(join(this.#path, file)) === null && !isInstalled(file) && !file.split('/').some(isIgnored)
  }

  readonly #mentions = new WeakMap<Examination, Map<string, readonly Mention[]>>()
  /** Where a file speaks of models, by the offsets of what was examined. */
  mentions(file: string): readonly Mention[] {
    const { examination } = this.examination()
    const known = this.#mentions.get(examination) ?? new Map<string, readonly Mention[]>()
    this.#mentions.set(examination, known)
    const mentions = known.get(file) ?? mentionsOf(examination, file)
    known.set(file, mentions)
    return mentions
  }
}
