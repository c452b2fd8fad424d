import { cut } from './cut.ts'
import { arrowText, directionOf, moreLines, type Arrow, type Box, type Part, type Picture } from './picture.ts'

/** GitHub and others refuse a flowchart that is larger: `maxEdges` and `maxTextSize` of Mermaid's configuration. */
export const mermaidLimits = { arrows: 500, characters: 50_000 }

/** A label is there to be read. */
const longest = 120

/**
 * A Mermaid flowchart ("Flowcharts Syntax"). Labels stand in quotes, where an entity code (`#35;`, "Entity codes to escape characters") is
 * any character; line breaks in them are `<br/>`, and no other markup is written.
 */
export function mermaid(picture: Picture): string {
  const { parts } = picture
  const direction = directionOf(picture)
  const lines = [`flowchart ${direction}`]
  parts.forEach((part, index) => {
    if (part.title === null) lines.push(...contents(part, '  '))
    else lines.push(`  subgraph p${index + 1}["${label(part.title)}"]`, `    direction ${direction}`, ...contents(part, '    '), '  end')
  })
  const boxes = parts.flatMap((part) => part.boxes)
  const arrows = parts.flatMap((part) => part.arrows)
  const bad = boxes.filter(({ wrong }) => wrong !== null).map(({ id }) => id)
  const broken = arrows.flatMap(({ kind }, index) => (kind === 'broken' ? [index] : []))
  // Colours that can be read on the light and on the dark theme.
  if (bad.length > 0) lines.push('  classDef bad stroke:#d1242f,stroke-width:2px', `  class ${bad.join(',')} bad`)
  if (broken.length > 0) lines.push(`  linkStyle ${broken.join(',')} stroke:#d1242f,stroke-width:2px`)
  return `${lines.join('\n')}\n`
}

function contents({ boxes, arrows }: Part, indent: string): string[] {
  return [...boxes.map((box) => `${indent}${box.id}${shape(box)}`), ...arrows.map((arrow) => indent + arrowLine(arrow))]
}

function shape(box: Box): string {
  const text = [`<b>${label(box.name)}</b>`, ...moreLines(box).map(label)].join('<br/>')
  return box.kind === 'entry' ? `(["${text}"])` : `["${text}"]`
}

function arrowLine(arrow: Arrow): string {
  return `${arrow.from} ${arrow.kind === 'whole' ? '-->' : '-.->'}|"${label(arrowText(arrow))}"| ${arrow.to}`
}

/**
 * What may mean something to Mermaid, to the Markdown it sees in a label, to its comments and directives (`%%`), or to what it puts in the
 * place of entity codes while it reads (`ﬂ`, `¶`), is written as a code. A colon and a `#` in one line are taken for a style.
 */
function label(text: string): string {
  return cut(text, longest).replace(/[^\p{L}\p{N} /,()'→…✗?.-]|ﬂ|^[\d-]|(?<=\d)\./gu, (found) => `#${found.codePointAt(0)};`)
}
