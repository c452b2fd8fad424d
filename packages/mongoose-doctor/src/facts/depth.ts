/** Guards the native parser, which recurses on the C stack: code nested some thousands deep ends the whole process. */

const LIMIT = 1000
/** Shorter texts cannot nest deeply enough to matter. */
const SHORT = 4000

/** True when brackets may nest deeper than any written program does. Strings and comments are counted too: cheap beats exact. */
export function nestsTooDeeply(text: string): boolean {
  if (text.length < SHORT) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 40 || code === 91 || code === 123) {
      if (++depth > LIMIT) return true
    } else if (code === 41 || code === 93 || code === 125) {
      if (depth > 0) depth--
    }
  }
  return false
}
