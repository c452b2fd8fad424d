/** The folders of an editor, each examined again when something in it changes, and what has been told of them. */
import { homedir } from 'node:os'
import { parse, sep } from 'node:path'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { InterruptedError } from '../fixes/writing/errors.ts'
import { isIgnored } from '../project/walk.ts'
import { createSession } from '../session.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { Texts, type OpenDocument } from './documents.ts'
import { Folder } from './folder.ts'
import type { Telling } from './telling.ts'
import { pathOf } from './uris.ts'

/** What the workspace needs of whoever talks to the editor. */
export interface Host extends Pick<Telling, 'publish' | 'log' | 'warn' | 'failed' | 'busy'> {
  documents(): readonly TextDocument[]
  /** Whether the client shows places of the reasons. */
  readonly hasRelated: boolean
  /** Milliseconds without a change before an examination. */
  readonly quiet: number
}

interface Told { readonly uri: string; readonly json: string }

/** An examination that took longer is told of while the next one runs. */
const LONG = 1000
/** Milliseconds: files that change together, as those of a checkout, are looked at together. */
const TOGETHER = 50

/** Looks at a tree that a --fix is writing, before it is said. */
const PATIENCE = 5

interface Member {
  readonly folder: Folder
  readonly told: Map<string, Told>
  timer: NodeJS.Timeout | null
  /** How long the last examination took; infinite before the first. */
  took: number
  /** How often in a row a --fix was found in the middle of its writing. */
  interrupted: number
}

export class Workspace {
  readonly #host: Host
  readonly #texts = new Texts()
  readonly #members = new Map<string, Member>()
  /** As the editor names them; one inside of another is examined as a part of it. */
  readonly #wanted = new Set<string>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Examines those that are new; takes back what was told of those that are gone. */
  change({ added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] }): void {
    for (const uri of removed) this.#wanted.delete(pathOf(uri) ?? uri)
    for (const uri of added) {
      const path = pathOf(uri)
      if (path === null) continue
      if (isTooWide(path)) this.#host.log(`not examining ${path}, which is no application`)
      else this.#wanted.add(path)
    }
    const outer = [...this.#wanted].filter((path) => ![...this.#wanted].some((other) => other !== path && path.startsWith(other.endsWith(sep) ? other : other + sep)))
    for (const [path, member] of this.#members) if (!outer.includes(path)) this.#drop(path, member)
    for (const path of outer) if (!this.#members.has(path)) this.#open(path)
  }

  #open(path: string): void {
    try {
      const session = createSession(path)
      const folder: Folder = new Folder(path, session, this.#texts, () => this.#documentsIn(folder))
      const member: Member = { folder, told: new Map(), timer: null, took: Infinity, interrupted: 0 }
      this.#members.set(path, member)
      this.#host.log(`examining ${path}`)
      this.#schedule(member, 0)
    } catch (error) {
      this.#host.failed(error)
    }
  }

  #drop(path: string, { timer, told }: Member): void {
    if (timer !== null) clearTimeout(timer)
    for (const { uri } of told.values()) this.#host.publish({ uri, diagnostics: [] })
    this.#members.delete(path)
  }

  /** The folder that a document or file lies in, and its name there; null: it lies in none. */
  find(uri: string): { readonly folder: Folder; readonly file: string } | null {
    const path = pathOf(uri)
    if (path === null) return null
    for (const { folder } of this.#members.values()) {
      const file = folder.nameOf(path)
      if (file !== null) return { folder, file }
    }
    return null
  }

  get paths(): readonly string[] {
    return [...this.#members.keys()]
  }

  readonly #paths = new WeakMap<TextDocument, string | null>()

  #documentsIn(folder: Folder): readonly OpenDocument[] {
    return this.#host.documents().flatMap((document) => {
      let path = this.#paths.get(document)
      if (path === undefined) this.#paths.set(document, (path = pathOf(document.uri)))
      const file = path === null ? null : folder.nameOf(path)
      return file === null ? [] : [{ document, file }]
    })
  }

  /**
   * Something has changed in the folder that this lies in.
   * @param isTyped more is to come soon
   */
  touched(uri: string, isTyped: boolean): void {
    const found = this.find(uri)
    // What is installed or built is looked at when something else changes.
    if (found === null || found.file.split('/').some(isIgnored)) return
    for (const member of this.#members.values()) if (member.folder === found.folder) this.#schedule(member, isTyped ? this.#host.quiet : Math.min(this.#host.quiet, TOGETHER))
  }

  #schedule(member: Member, delay: number): void {
    if (member.timer !== null) clearTimeout(member.timer)
    member.timer = setTimeout(() => {
      member.timer = null
      if (member.took < LONG) this.#refresh(member)
      else void this.#host.busy('Examining which models are registered', () => this.#refresh(member))
    }, delay)
  }

  /** Whatever is still to be looked at, now. */
  settle(folder: Folder): void {
    for (const member of this.#members.values()) {
      if (member.folder !== folder || member.timer === null) continue
      clearTimeout(member.timer)
      member.timer = null
      this.#refresh(member)
    }
  }

  #refresh(member: Member): void {
    try {
      const started = performance.now()
      member.folder.examine()
      member.took = performance.now() - started
      member.interrupted = 0
      this.#tell(member)
    } catch (error) {
      if (error instanceof InterruptedError) this.#wait(member, error)
      else this.#host.failed(error)
    }
  }

  /** A --fix that is writing is done in a moment, and what it changes last is no source; one that was ended needs a person. */
  #wait(member: Member, { message }: InterruptedError): void {
    member.interrupted++
    if (member.interrupted === PATIENCE) this.#host.warn(message)
    this.#schedule(member, Math.max(2 * this.#host.quiet, TOGETHER))
  }

  /** Only what is not what was told the last time. */
  #tell({ folder, told }: Member): void {
    const shown = folder.last
    if (shown === null) return
    const open = new Map(this.#documentsIn(folder).map(({ document, file }) => [file, document]))
    const now = diagnosticsOf(shown.report, { places: shown.places, uriOf: (file) => folder.uriOf(file), isOpen: (file) => open.has(file), hasRelated: this.#host.hasRelated })
    for (const file of new Set([...told.keys(), ...now.keys()])) {
      const diagnostics = now.get(file) ?? []
      const uri = folder.uriOf(file)
      const before = told.get(file)
      // The same file by another name: what is told by the old one would stay.
      if (before !== undefined && before.uri !== uri) this.#host.publish({ uri: before.uri, diagnostics: [] })
      const json = JSON.stringify(diagnostics)
      if (before?.uri === uri && before.json === json) continue
      const version = open.get(file)?.version
      this.#host.publish({ uri, ...(version === undefined ? {} : { version }), diagnostics })
      if (diagnostics.length === 0) told.delete(file)
      else told.set(file, { uri, json })
    }
  }

  close(): void {
    for (const { timer } of this.#members.values()) if (timer !== null) clearTimeout(timer)
    this.#members.clear()
  }
}

/** A whole disk, or all that somebody has. */
const isTooWide = (path: string): boolean => path === parse(path).root || path === homedir()
