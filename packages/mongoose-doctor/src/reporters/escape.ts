/** Everything that comes from the analysed project passes through here on its way to a terminal. */

// C0 and C1 controls and DEL drive the terminal; bidi and invisible marks make text read as something else; lone surrogates and U+FFFE are not text.
// oxlint-disable-next-line no-control-regex -- controls are what this is about
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/g

// Joiners belong between the parts of an emoji and between the letters of some scripts. Elsewhere they can't be seen.
const joined = '(?![\\x00-\\x7f])[\\p{L}\\p{M}\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}]'
const stray = new RegExp(`(?<!${joined})[\\u200c\\u200d]|[\\u200c\\u200d](?!${joined})`, 'gu')
const spelled = (text: string): string => (/[\u200c\u200d]/.test(text) ? text.replace(stray, spell) : text)

const named = new Map([['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']])

/** One line of text with every control, bidi and invisible character written out: `\x1b`, `\u202e`. */
export function escapeText(text: string): string {
  return spelled(text).replace(unsafe, (found) => named.get(found) ?? [...found].map(spell).join(''))
}

/** As `escapeText`, but line feeds stay, and so do tabs: for text of several lines, such as a diff. */
export function escapeLines(text: string): string {
  return spelled(text).replace(unsafe, (found) => (found === '\n' || found === '\t' ? found : (named.get(found) ?? [...found].map(spell).join(''))))
}

/** JSON that is also safe to show: the same value, with what JSON.stringify leaves raw written as escapes. */
export function escapeJson(json: string): string {
  return json.replace(stray, (found) => `\\u${hex(found.charCodeAt(0), 4)}`).replace(unsafe, (found) =>
    found === '\n' ? found : Array.from({ length: found.length }, (_, i) => `\\u${hex(found.charCodeAt(i), 4)}`).join(''),
  )
}

/** A name as it is, for a machine to look up, with U+FFFD for what no encoding of Unicode can hold: parsers of JSON refuse it. */
export function wellFormed(name: string): string {
  return name.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

function spell(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${hex(code, 2)}`
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 1)}}`
}

function hex(code: number, length: number): string {
  return code.toString(16).padStart(length, '0')
}
