/**
 * As much of YAML as deployment files need to say which functions there are: mappings, lists and plain values by their indentation. Anchors, flow
 * collections and texts over several lines are passed over; whoever reads the result narrows it.
 */

export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml }

interface Line {
  readonly indent: number
  readonly text: string
}

/** Deeper than any deployment file; longer than any of its lines that matters; larger than it. */
const DEEPEST = 40
const LONGEST_LINE = 2000
const LARGEST = 1_000_000

export function readYaml(text: string): Yaml {
  if (text.length > LARGEST) return ''
  const lines = linesOf(text)
  return block(lines, { at: 0 }, 0)
}

/** A member of a mapping, and of one in it. */
export function yamlAt(value: Yaml | undefined, ...path: readonly string[]): Yaml | undefined {
  return path.reduce<Yaml | undefined>((at, key) => (isMapping(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)
}

export const isMapping = (value: Yaml | undefined): value is { readonly [key: string]: Yaml } =>
  typeof value === 'object' && !Array.isArray(value)

function linesOf(text: string): Line[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/).flatMap((raw) => {
    if (raw.length > LONGEST_LINE) return []
    const bare = withoutComment(raw)
    const plain = bare.trim()
    return plain === '' || plain === '---' || plain.startsWith('%') ? [] : [{ indent: bare.length - bare.trimStart().length, text: plain }]
  })
}

/** `#` begins a comment at the start and after a space, outside of quotes. */
function withoutComment(line: string): string {
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (quote !== '') { if (char === quote) quote = '' } else if ((char === '"' || char === "'") && /[\s:,[{-]/.test(line.charAt(at - 1) || ' ')) quote = char
    else if (char === '#' && /\s/.test(line.charAt(at - 1) || ' ')) return line.slice(0, at)
  }
  return line
}

function block(lines: Line[], cursor: { at: number }, depth: number): Yaml {
  const first = lines[cursor.at]
  if (first === undefined || depth > DEEPEST) return ''
  return first.text === '-' || first.text.startsWith('- ') ? list(lines, cursor, first.indent, depth) : mapping(lines, cursor, first.indent, depth)
}

function list(lines: Line[], cursor: { at: number }, indent: number, depth: number): Yaml {
  const items: Yaml[] = []
  for (let line = lines[cursor.at]; line?.indent === indent && /^-(?:\s|$)/.test(line.text); line = lines[cursor.at]) {
    const rest = line.text.slice(1).trimStart()
    if (rest === '') {
      cursor.at++
      items.push(deeper(lines, cursor, indent, depth))
    } else if (KEY.test(rest)) {
      // `- name: x`: a mapping that begins on the line of the dash.
      const inside = indent + line.text.length - rest.length
      lines[cursor.at] = { indent: inside, text: rest }
      items.push(mapping(lines, cursor, inside, depth + 1))
    } else {
      cursor.at++
      items.push(scalar(rest))
    }
  }
  return items
}

const KEY = /^("[^"]*"|'[^']*'|[^\s"'#&*!|>%@`[{][^#]*?)\s*:(?:\s+(.*))?$/

function mapping(lines: Line[], cursor: { at: number }, indent: number, depth: number): Yaml {
  const members: Record<string, Yaml> = Object.create(null) as Record<string, never>
  for (let line = lines[cursor.at]; line !== undefined && line.indent >= indent; line = lines[cursor.at]) {
    const [, key, value = ''] = (line.indent === indent ? KEY.exec(line.text) : null) ?? []
    cursor.at++
    if (key === undefined) continue
    const plain = value.replace(/^(?:[!&]\S*\s*)+/, '')
    if (/^[|>][-+\d]*$/.test(plain)) skip(lines, cursor, indent)
    members[scalar(key)] = plain === '' ? deeper(lines, cursor, indent, depth) : scalar(plain)
  }
  return members
}

/** What stands below a key or a dash; a list may stand as far left as its key. */
function deeper(lines: Line[], cursor: { at: number }, indent: number, depth: number): Yaml {
  const next = lines[cursor.at]
  if (next === undefined || next.indent < indent) return ''
  return next.indent > indent || /^-(?:\s|$)/.test(next.text) ? block(lines, cursor, depth + 1) : ''
}

function skip(lines: readonly Line[], cursor: { at: number }, indent: number): void {
  while ((lines[cursor.at]?.indent ?? -1) > indent) cursor.at++
}

function scalar(text: string): string {
  const [, quoted] = /^(["'])(.*)\1$/.exec(text) === null ? [] : [null, text.slice(1, -1)]
  return quoted ?? text
}
