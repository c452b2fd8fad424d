/** Points in time as logs write them. */

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?$/
const earliest = Date.UTC(2000, 0)
const latest = Date.UTC(2100, 0)

/**
 * ISO 8601 in UTC where the text says which instant it is; as it is written where there is no zone or no date.
 * @returns null when it is no time
 */
export function timeOf(written: unknown): string | null {
  if (typeof written === 'number') return fromNumber(written)
  if (typeof written !== 'string' || written.length > 40) return null
  const [found, date, clock, fraction, zone] = iso.exec(written) ?? []
  if (found === undefined) return /^\d{10,19}$/.test(written) ? fromNumber(Number(written)) : null
  const local = `${date}T${clock}${fraction === undefined ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`}`
  if (zone === undefined) return local.replace('T', ' ')
  return fromNumber(Date.parse(local + (/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone)))
}

/** Seconds, milliseconds, micro- or nanoseconds since 1970: only one of them is in this century. */
function fromNumber(number: number): string | null {
  for (const milliseconds of [number, number * 1e3, number / 1e3, number / 1e6]) {
    if (milliseconds > earliest && milliseconds < latest) return new Date(milliseconds).toISOString()
  }
  return null
}

/** The earlier of two, and the later. Times that cannot be compared stay in the order they were read in. */
export function spanOf(first: string | null, last: string | null, next: string | null): { first: string | null; last: string | null } {
  if (next === null) return { first, last }
  if (first === null || last === null) return { first: next, last: next }
  return { first: comparable(first, next) && next < first ? next : first, last: comparable(last, next) && next < last ? last : next }
}

function comparable(a: string, b: string): boolean {
  return /^\d{4}-/.test(a) && /^\d{4}-/.test(b) && a.endsWith('Z') === b.endsWith('Z')
}
