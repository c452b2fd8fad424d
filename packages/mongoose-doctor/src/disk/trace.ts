/**
 * Which questions an examination asked of the disk, and what it was told. Everything it found follows from these answers, so as long as they are
 * the same its report is too.
 */
import type { Disk, Listing } from './disk.ts'
import { hashOf, type Known, type Source } from './source.ts'
import { isSameStamp, stampOf, type Stamp } from './stamp.ts'

export interface Trace {
  /** Milliseconds since 1970, before the first question. */
  readonly since: number
  readonly answers: ReadonlyMap<Question, Answer>
}

/** What is asked, by a letter, and of which path; of several things, as JSON. */
export type Question = `${Letter}${string}`

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
  /** null when a question got two answers: what was found follows from neither of them. */
  readonly trace: () => Trace | null
}

/**
 * A disk that takes notes.
 * @param before notes of an earlier run: a source that looks as it did then is not read again if `known` says that its facts are at hand
 */
export function record(disk: Disk, before: Trace | null, now: () => number = Date.now): Recording {
  const since = now()
  const answers = new Map<Question, Answer>()
  let torn = false
  const note = (question: Question, answer: Answer): void => {
    const first = answers.get(question)
    if (first === undefined) answers.set(question, answer)
    else if (!isSameAnswer(first, answer)) torn = true
  }
  const asked = <L extends Letter>(letter: L, of: string): Value<L> => {
    const { value, ...answer } = ask(disk, letter, of)
    note(`${letter}${of}`, answer)
    return value
  }
  return {
    trace: () => (torn ? null : { since, answers }),
    disk: {
      root: disk.root,
      list: (dir) => asked('l', dir),
      read: (file) => asked('r', file),
      source: (file) => asked('s', file),
      sourceUnless(file, known) {
        const last = before?.answers.get(`s${file}`)
        const hash = last === undefined ? null : hashIn(last)
        const stamp = last?.stamp ?? null
        const asBefore = before !== null && stamp !== null && isSettled(before, stamp) && looksLike(disk, file, stamp, false)
        const made = asBefore && hash !== null && known(hash) ? { stamp, hash, text: null } : disk.sourceUnless(file, known)
        note(`s${file}`, sourceAnswer(made))
        return made
      },
      kind: (path) => asked('k', path),
      target: (link) => asked('t', link),
      withoutLinks: (path) => asked('w', path),
      resolve: (...of) => asked('o', JSON.stringify(of)),
    },
  }
}

/** How each question is put to a disk, and what of the answer is noted. */
const ASK = {
  l: (disk: Disk, dir: string) => {
    const stamp = stampAt(disk, dir, true)
    const value = disk.list(dir)
    return { value, stamp, text: listed(value) }
  },
  r: (disk: Disk, file: string) => {
    const stamp = stampAt(disk, file, true)
    const value = disk.read(file)
    return { value, stamp, text: value === null ? '-' : hashOf(value) }
  },
  s: (disk: Disk, file: string) => {
    const value = disk.source(file)
    return { value, ...sourceAnswer(value) }
  },
  k: (disk: Disk, path: string) => {
    const value = disk.kind(path)
    // A link that leads nowhere is in its folder all the same.
    return { value, stamp: null, text: value ?? (stampAt(disk, path, false) === null ? NOTHING : 'a link to nothing') }
  },
  t: (disk: Disk, link: string) => {
    const value = disk.target(link)
    return { value, stamp: null, text: JSON.stringify(value) }
  },
  w: (disk: Disk, path: string) => {
    const value = disk.withoutLinks(path)
    return { value, stamp: null, text: JSON.stringify(value) }
  },
  o: (disk: Disk, of: string) => {
    const [config, from, specifier] = JSON.parse(of) as Parameters<Disk['resolve']>
    const value = disk.resolve(config, from, specifier)
    return { value, stamp: null, text: JSON.stringify(value) }
  },
}
type Letter = keyof typeof ASK
type Value<L extends Letter> = ReturnType<(typeof ASK)[L]>['value']

function ask<L extends Letter>(disk: Disk, letter: L, of: string): Answer & { readonly value: Value<L> } {
  return ASK[letter](disk, of)
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
 * @param looks whether what looks the same from outside is the same: not on a disk that gives other answers than what lies there
 * @returns null when anything but the content of sources has changed, for that may change what is asked
 */
export function verify(disk: Disk, before: Trace, now: () => number = Date.now, looks = true): Verified | null {
  const since = now()
  const changed: string[] = []
  const newer = new Map<Question, Answer>()
  const same = new Set<string>()
  let asked = 0
  for (const [question, answer] of before.answers) {
    const path = question.slice(1)
    const { stamp } = answer
    if (looks && stamp !== null && isSettled(before, stamp) && looksLike(disk, path, stamp, !question.startsWith('s'))) {
      if (question.startsWith('l')) same.add(path)
    } else if (question.startsWith('k') && answer.text === NOTHING && same.has(folderOf(path))) {
      // What was not in a folder is not there now, for the folder holds the names it held.
    } else {
      const { text, stamp: seen } = ask(disk, letterOf(question), path)
      newer.set(question, { text, stamp: seen })
      if (stamp !== null) asked++
      if (text !== answer.text) {
        if (!question.startsWith('s')) return null
        changed.push(path)
      } else if (question.startsWith('l')) same.add(path)
    }
  }
  return { changed, asked, trace: { since, answers: newer.size === 0 ? before.answers : new Map([...before.answers, ...newer]) } }
}

const letterOf = (question: Question): Letter => question.charAt(0) as Letter

/** The hash of a source; null when it was not asked for, or could not be read. */
export function sourceHash({ answers }: Trace, file: string): string | null {
  const answer = answers.get(`s${file}`)
  return answer === undefined ? null : hashIn(answer)
}

const hashIn = ({ text }: Answer): string | null => (text.startsWith('=') ? text.slice(1) : null)

const isSameAnswer = (a: Answer, b: Answer): boolean =>
  a.text === b.text && (a.stamp === null || b.stamp === null ? a.stamp === b.stamp : isSameStamp(a.stamp, b.stamp))

const isSettled = (trace: Trace, { modified, changed }: Stamp): boolean => Math.max(modified, changed) < trace.since - UNSETTLED

function looksLike(disk: Disk, path: string, stamp: Stamp, follow: boolean): boolean {
  const now = stampAt(disk, path, follow)
  return now !== null && isSameStamp(now, stamp)
}

const stampAt = (disk: Disk, path: string, follow: boolean): Stamp | null => stampOf(path === '' ? disk.root : `${disk.root}/${path}`, follow)

function listed(listing: Listing): string {
  return 'error' in listing ? `!${listing.error}` : hashOf(listing.items.map(({ name, kind }) => `${name}/${kind}`).toSorted().join('\0'))
}

const sourceAnswer = (source: Source | Known): Answer =>
  'reason' in source ? { text: `!${source.reason}`, stamp: null } : { text: `=${source.hash ?? ''}`, stamp: source.stamp }

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
