/**
 * Which questions an examination asked of the disk, and what it was told. Everything it found follows from these answers, so as long as they are
 * the same its report is too.
 */
import type { Disk, Kind, Listing } from './disk.ts'
import { hashOf, type Known, type Source } from './source.ts'
import { isSameStamp, stampOf, type Stamp } from './stamp.ts'

export interface Trace {
  /** Milliseconds since 1970, before the first question. */
  readonly since: number
  readonly answers: ReadonlyMap<Question, Answer>
}

/** What is asked, by a letter, and of which path; of several things, as JSON. */
export type Question = `${Letter}${string}`
type Letter = 'l' | 'r' | 's' | 'k' | 't' | 'w' | 'o'

export interface Answer {
  readonly text: string
  /** Of the folder or file, where it alone decides the answer. */
  readonly stamp: Stamp | null
}

const NOTHING = 'nothing'

/** A file that was written less than so many milliseconds before it was read may be written again without looking any different. */
const UNSETTLED = 2000

export interface Recording {
  readonly disk: Disk
  readonly trace: () => Trace
}

/**
 * A disk that takes notes.
 * @param before notes of an earlier run: a source that looks as it did then is not read again if `known` says that its facts are at hand
 */
export function record(disk: Disk, before: Trace | null, now: () => number = Date.now): Recording {
  const since = now()
  const answers = new Map<Question, Answer>()
  const note = <Value>(question: Question, value: Value, text: string, stamp: Stamp | null = null): Value => {
    // If the answer changes in between, the first one is not true any more when it is asked again later.
    if (!answers.has(question)) answers.set(question, { text, stamp })
    return value
  }
  const noteSource = <Made extends Source | Known>(file: string, made: Made): Made =>
    note(`s${file}`, made, sourceAs(made), 'stamp' in made ? made.stamp : null)
  return {
    trace: () => ({ since, answers }),
    disk: {
      root: disk.root,
      list(dir) {
        const stamp = stampAt(disk, dir, true)
        const listing = disk.list(dir)
        return note(`l${dir}`, listing, listed(listing), stamp)
      },
      read(file) {
        const stamp = stampAt(disk, file, true)
        const text = disk.read(file)
        return note(`r${file}`, text, readAs(text), stamp)
      },
      source: (file) => noteSource(file, disk.source(file)),
      sourceUnless(file, known) {
        const last = before?.answers.get(`s${file}`)
        const hash = last === undefined ? null : hashIn(last)
        const stamp = last?.stamp ?? null
        const asBefore = before !== null && stamp !== null && isSettled(before, stamp) && looksLike(disk, file, stamp, false)
        if (asBefore && hash !== null && known(hash)) return noteSource(file, { stamp, hash, text: null })
        return noteSource(file, disk.sourceUnless(file, known))
      },
      kind: (path) => { const kind = disk.kind(path); return note(`k${path}`, kind, kindAs(disk, path, kind)) },
      target: (link) => { const target = disk.target(link); return note(`t${link}`, target, JSON.stringify(target)) },
      withoutLinks: (path) => { const real = disk.withoutLinks(path); return note(`w${path}`, real, JSON.stringify(real)) },
      resolve(...asked) { const file = disk.resolve(...asked); return note(`o${JSON.stringify(asked)}`, file, JSON.stringify(file)) },
    },
  }
}

export interface Verified {
  /** Sources with another content than before. */
  readonly changed: readonly string[]
  /** The same questions with their answers of now. */
  readonly trace: Trace
  /** How many had to be asked again, because what they are about has changed or could have. */
  readonly asked: number
}

/**
 * Asks everything again.
 * @returns null when anything but the content of sources has changed, for that may change what is asked
 */
export function verify(disk: Disk, before: Trace, now: () => number = Date.now): Verified | null {
  const since = now()
  const changed: string[] = []
  const newer = new Map<Question, Answer>()
  const same = new Set<string>()
  let asked = 0
  for (const [question, answer] of before.answers) {
    const path = question.slice(1)
    const { stamp } = answer
    if (stamp !== null && isSettled(before, stamp) && looksLike(disk, path, stamp, !question.startsWith('s'))) {
      if (question.startsWith('l')) same.add(path)
    } else if (question.startsWith('k') && answer.text === NOTHING && same.has(folderOf(path))) {
      // What was not in a folder is not there now, for the folder holds the names it held.
    } else {
      const after = ask(disk, question)
      newer.set(question, after)
      if (stamp !== null) asked++
      if (after.text !== answer.text) {
        if (!question.startsWith('s')) return null
        changed.push(path)
      } else if (question.startsWith('l')) same.add(path)
    }
  }
  return { changed, asked, trace: { since, answers: newer.size === 0 ? before.answers : new Map([...before.answers, ...newer]) } }
}

function ask(disk: Disk, question: Question): Answer {
  const path = question.slice(1)
  switch (question.charAt(0)) {
    case 'l': return { stamp: stampAt(disk, path, true), text: listed(disk.list(path)) }
    case 'r': return { stamp: stampAt(disk, path, true), text: readAs(disk.read(path)) }
    case 's': {
      const source = disk.source(path)
      return { text: sourceAs(source), stamp: 'stamp' in source ? source.stamp : null }
    }
    case 'k': return { text: kindAs(disk, path, disk.kind(path)), stamp: null }
    case 'o': {
      const [config, from, specifier] = JSON.parse(path) as Parameters<Disk['resolve']>
      return { text: JSON.stringify(disk.resolve(config, from, specifier)), stamp: null }
    }
    case 't': return { text: JSON.stringify(disk.target(path)), stamp: null }
    default: return { text: JSON.stringify(disk.withoutLinks(path)), stamp: null }
  }
}

/** The hash of a source that could be read. */
export function hashIn({ text }: Answer): string | null {
  return text.startsWith('=') ? text.slice(1) : null
}

const isSettled = (trace: Trace, { modified, changed }: Stamp): boolean => Math.max(modified, changed) < trace.since - UNSETTLED

function looksLike(disk: Disk, path: string, stamp: Stamp, follow: boolean): boolean {
  const now = stampAt(disk, path, follow)
  return now !== null && isSameStamp(now, stamp)
}

const stampAt = (disk: Disk, path: string, follow: boolean): Stamp | null => stampOf(path === '' ? disk.root : `${disk.root}/${path}`, follow)

function listed(listing: Listing): string {
  return 'error' in listing ? `!${listing.error}` : hashOf(listing.items.map(({ name, kind }) => `${name}/${kind}`).toSorted().join('\0'))
}

/** A link that leads nowhere is in its folder all the same. */
const kindAs = (disk: Disk, path: string, kind: Kind | null): string =>
  kind !== null ? kind : stampAt(disk, path, false) === null ? NOTHING : 'a link to nothing'

const readAs = (text: string | null): string => (text === null ? '-' : hashOf(text))

const sourceAs = (source: Source | Known): string => ('reason' in source ? `!${source.reason}` : `=${source.hash ?? ''}`)

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
