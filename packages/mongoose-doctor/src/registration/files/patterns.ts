/** The project's own regular expressions over file names. */

const LONGEST_PATTERN = 200
const LONGEST_NAME = 200
/** Repetitions in one pattern: each may go over the whole name. */
const MOST_REPEATED = 3

/** Null for a pattern that could keep one busy, or that is none: it is untrusted. */
export function namePattern(source: string, flags: string): ((name: string) => RegExpExecArray | null) | null {
  if (source.length > LONGEST_PATTERN || !/^[gimsu]*$/.test(flags)) return null
  const outside = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  // No repetition of what repeats, and none of a group: what is left takes the length to the power of three at most.
  if (/\)[*+{]/.test(outside) || (outside.match(/[*+{]/g)?.length ?? 0) > MOST_REPEATED) return null
  try {
    const pattern = new RegExp(source, flags.replace('g', ''))
    return (name) => (name.length > LONGEST_NAME ? null : pattern.exec(name))
  } catch {
    return null
  }
}
