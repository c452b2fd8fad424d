/** What docker, pm2, kubectl, journald and others put before each line. */
import { timeOf } from './time.ts'

export interface Prefixed {
  /** Which process wrote the line, as far as the prefix tells; '' when it does not. */
  readonly source: string
  readonly time: string | null
  readonly rest: string
}

interface Form {
  readonly pattern: RegExp
  /** What the first group is. */
  readonly is: 'source' | 'time' | 'nothing'
}

// Each is anchored, and each repetition ends where the next character class begins: linear on any text.
const forms: readonly Form[] = [
  { is: 'time', pattern: /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)\]?(?:[ \t]|$)/ },
  // syslog and journald; the year is not said
  { is: 'time', pattern: /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) / },
  { is: 'time', pattern: /^\[?(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)\]?[ \t]/ },
  // pm2: `0|app  | `
  { is: 'source', pattern: /^(\d{1,6}\|[\w.@/-]{1,80})\s{0,60}\| ?/ },
  // docker compose and foreman: `web-1  | `
  { is: 'source', pattern: /^((?!\d+\s)[\w.][\w./@-]{0,80})\s{1,60}\| ?/ },
  // kubectl --prefix, concurrently, lerna
  { is: 'source', pattern: /^\[([\w./@:-]{1,200})\] ?/ },
  // heroku, syslog and journald: `host app[web.1]: `
  { is: 'source', pattern: /^((?:[\w.-]{1,100} )?[\w./@-]{1,80}\[[\w./-]{1,60}\]): ?/ },
  // Turborepo and Nx: `web:dev: `
  { is: 'source', pattern: /^([\w@./-]{1,80}:[\w.-]{1,80}): ?/ },
  // the files of a Kubernetes node
  { is: 'nothing', pattern: /^(?:stdout|stderr) [FP] / },
  // stern: `web-5d9c7b8f6d-x2x4k web `
  { is: 'source', pattern: /^([a-z0-9-]{8,250}-[a-z0-9]{5} [a-z0-9-]{1,63}) / },
  // AWS Lambda: the stream, then the request and the level
  { is: 'source', pattern: /^(\d{4}\/\d\d\/\d\d\/\[[^\]\s]{1,40}\][0-9a-f]{8,64}) / },
  { is: 'nothing', pattern: /^[0-9a-f-]{36}\t(?:[A-Z]{3,8}\t)?/ },
]
const deepest = 5

/** @param line without colours */
export function unprefixed(line: string): Prefixed {
  const sources: string[] = []
  let time: string | null = null
  let rest = line
  for (let depth = 0; depth < deepest; depth++) {
    // No prefix begins with a space, and most lines of a trace do.
    if (rest.startsWith(' ') || rest === '') break
    const found = matchOf(rest)
    if (found === null) break
    if (found.is === 'source') sources.push(found.said)
    if (found.is === 'time') time = better(time, timeOf(found.said) ?? found.said)
    rest = rest.slice(found.length)
  }
  return { source: sources.join(' '), time, rest }
}

function matchOf(text: string): { is: Form['is']; said: string; length: number } | null {
  for (const { pattern, is } of forms) {
    const found = pattern.exec(text)
    if (found !== null) return { is, said: found[1] ?? '', length: found[0].length }
  }
  return null
}

/** The one that says more: an instant before a local time, a date before a time of day. */
function better(one: string | null, other: string): string {
  if (one === null) return other
  const rank = (time: string) => (time.endsWith('Z') ? 3 : /^\d{4}-/.test(time) ? 2 : /^[A-Z]/.test(time) ? 1 : 0)
  return rank(other) > rank(one) ? other : one
}
