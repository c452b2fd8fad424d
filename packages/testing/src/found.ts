/** A search for something that this machine may not have, and its outcome. */

export interface Found<T> {
  found: true
  value: T
}

export interface NotFound {
  found: false
  /** What to do, and then what was looked for, one line a place. */
  message: string
}

/** Where progress and the choice made are told. */
export type Say = (line: string) => void

/** Never stdout: that belongs to the program that searches. */
export const sayOnStderr: Say = (line) => void process.stderr.write(`${line}\n`)

/** Searches once per process, and says what was chosen. */
export function searchOnce<T extends { description: string }>(
  what: string, choose: (say: Say) => Promise<Found<T> | NotFound>,
): (say?: Say) => Promise<Found<T> | NotFound> {
  let search: Promise<Found<T> | NotFound> | null = null
  return (say = sayOnStderr) => {
    search ??= choose(say).then((outcome) => {
      say(outcome.found ? `${what}: ${outcome.value.description}` : outcome.message)
      return outcome
    })
    return search
  }
}

export function notFound(advice: string, tried: readonly string[]): NotFound {
  return { found: false, message: [advice, ...tried.map((line) => `  ${line}`)].join('\n') }
}
