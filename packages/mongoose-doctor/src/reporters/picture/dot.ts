import { cut } from './cut.ts'
import { arrowText, directionOf, moreLines, type Arrow, type Box, type Part, type Picture } from './picture.ts'

const longest = 200

/**
 * A graph in the DOT language of Graphviz ("DOT Language"). Names are quoted strings, in which only `"` needs an escape; in a label a `\` begins
 * an escape of its own ("escString") and `&` an entity, so both are written out.
 */
export function dot(picture: Picture): string {
  const { title, parts } = picture
  const lines = [
    `digraph ${quoted(title)} {`,
    `  graph [rankdir=${directionOf(picture)}, fontname="sans-serif", labeljust=l]`,
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11]',
    '  edge [fontname="sans-serif", fontsize=10]',
  ]
  parts.forEach((part, index) => {
    if (part.title === null) lines.push(...contents(part, '  '))
    else lines.push(`  subgraph cluster_${index + 1} {`, `    label=${quoted(part.title)}`, '    style=dashed', ...contents(part, '    '), '  }')
  })
  return `${[...lines, '}'].join('\n')}\n`
}

function contents({ boxes, arrows }: Part, indent: string): string[] {
  return [...boxes.map((box) => indent + boxLine(box)), ...arrows.map((arrow) => indent + arrowLine(arrow))]
}

function boxLine(box: Box): string {
  // Left-justified lines end with \l.
  const text = `"${[box.name, ...moreLines(box)].map((line) => `${label(line)}\\l`).join('')}"`
  const look = box.kind === 'undefined-model' ? ', style="rounded,dashed"' : box.kind === 'entry' ? ', penwidth=2' : ''
  return `${box.id} [label=${text}${look}${box.wrong === null ? '' : ', color="#cf222e"'}]`
}

function arrowLine(arrow: Arrow): string {
  const look = arrow.kind === 'broken' ? ', style=dashed, color="#cf222e", fontcolor="#cf222e"' : arrow.kind === 'unsure' ? ', style=dotted' : ''
  return `${arrow.from} -> ${arrow.to} [label=${quoted(arrowText(arrow))}${look}]`
}

const quoted = (text: string): string => `"${label(text)}"`

function label(text: string): string {
  return cut(text, longest).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
