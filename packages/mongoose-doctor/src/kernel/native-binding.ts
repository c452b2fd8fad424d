/**
 * The sentence for a native part of the parser or resolver that is not installed (npm/cli#4828); null for any other error.
 * npm leaves such optional packages out when a lockfile was made on another platform, or with --omit=optional.
 */
export function missingBinding(error: unknown): string | null {
  const text = chain(error)
  const missing = /Cannot find native binding|Failed to load native binding|Cannot find (?:module|package) '@oxc-(?:parser|resolver)\/binding-/i.test(text)
  if (!missing) return null
  const name = /oxc-?resolver/i.test(text) ? 'oxc-resolver' : 'oxc-parser'
  return [
    `The native part of ${name} for ${process.platform}-${process.arch} is not installed. npm sometimes leaves it out (npm/cli#4828).`,
    'Remove node_modules and package-lock.json, then run `npm install` without --omit=optional.',
    'With npx: remove the folder _npx in the directory that `npm config get cache` prints, then run npx again.',
  ].join('\n')
}

function chain(error: unknown): string {
  const seen = new Set<unknown>()
  const texts: string[] = []
  for (let one = error; one instanceof Error && !seen.has(one); one = one.cause) {
    seen.add(one)
    texts.push(one.message, one.stack ?? '')
  }
  return texts.join('\n')
}
