import { escapeText } from '../escape.ts'
import { markup } from '../markup.ts'
import { textWidth } from '../width.ts'
import { arrange } from './arrange.ts'
import { cut } from './cut.ts'
import { arrowText, rowText, type Arrow, type Box, type Part, type Picture, type Row } from './picture.ts'
import type { Course, Placed, Point, Size } from './place.ts'
import { svgStyle } from './svg-style.ts'

/** Fonts differ from machine to machine: of the widths, the larger ones. */
const LETTER = { name: 7.9, small: 7.4 }
const LINE = 18
const PADDING = 10
const WIDTH = { least: 120, most: 276 }
const MARGIN = 12

/**
 * The picture as SVG 1.1, drawn here: no library, and the same bytes for the same picture. In a page (`isAlone` false) the page's style
 * says how it looks; else it has its own, for light and dark.
 */
export function svg(picture: Picture, isAlone: boolean): string {
  let y = MARGIN
  let width = 0
  const drawn: string[] = []
  for (const part of picture.parts) {
    if (part.title !== null) {
      y += LINE
      drawn.push(`<text class="title" x="${MARGIN}" y="${y - 5}">${markup(cut(part.title, 120))}</text>`)
      width = Math.max(width, Math.min(120, textWidth(escapeText(part.title))) * LETTER.name)
      y += 6
    }
    const sizes = sizesOf(part.boxes)
    const placed = picture.flow === 'down' ? chain(part, sizes) : arrange(sizes, linesOf(part, sizes))
    drawn.push(`<g transform="translate(${MARGIN} ${y})">`, ...part.arrows.map((arrow, index) => arrowSvg(arrow, placed.lines[index], picture.flow === 'down')), ...part.boxes.map((box, index) => boxSvg(box, placed.boxes[index], sizes[index])), '</g>')
    width = Math.max(width, placed.width)
    y += placed.height + 2 * MARGIN
  }
  const [w, h] = [Math.ceil(width + 2 * MARGIN), Math.ceil(Math.max(y, 3 * MARGIN))]
  const title = markup(picture.title)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${title}">`,
    ...(isAlone ? [`<title>${title}</title>`, `<style>${svgStyle}</style>`, `<rect class="paper" width="${w}" height="${h}"/>`] : []),
    ...drawn,
    '</svg>',
  ].join('\n')
}

interface BoxSize extends Size {
  /** Of each row, how far below the upper edge its middle is. */
  readonly rows: readonly number[]
}

/** All of a part are as wide as the widest, so that they stand in columns. */
function sizesOf(boxes: readonly Box[]): readonly BoxSize[] {
  const wanted = boxes.map((box) => Math.max(textWidth(escapeText(box.name)) * LETTER.name, ...smallLines(box).map((line) => textWidth(escapeText(line)) * LETTER.small)))
  const width = Math.ceil(Math.min(WIDTH.most, Math.max(WIDTH.least, ...wanted) + 2 * PADDING))
  return boxes.map((box) => {
    const above = 1 + linesAbove(box)
    const rule = box.rows.length > 0 ? 6 : 0
    return { width, height: PADDING + (above + box.rows.length) * LINE + rule + 4, rows: box.rows.map((_, row) => PADDING + (above + row) * LINE + rule + LINE / 2) }
  })
}

const linesAbove = ({ place, notes, wrong }: Box): number => (place === null ? 0 : 1) + notes.length + (wrong ? 1 : 0)
const smallLines = ({ place, notes, wrong, rows }: Box): readonly string[] => [...(place === null ? [] : [place]), ...notes, ...(wrong ? [wrong] : []), ...rows.map(rowText)]

function linesOf({ boxes, arrows }: Part, sizes: readonly BoxSize[]): { from: number; to: number; start: number }[] {
  const index = new Map(boxes.map(({ id }, at) => [id, at]))
  return arrows.map(({ from, to, row }) => {
    const at = index.get(from) ?? 0
    return { from: at, to: index.get(to) ?? 0, start: row === null ? 18 : (sizes[at]?.rows[row] ?? 18) }
  })
}

const columnsIn = ({ width }: Size, letter: number): number => Math.floor((width - 2 * PADDING) / letter)

const DOWN = 44

/** One below the other. */
function chain({ boxes }: Part, sizes: readonly BoxSize[]): Placed {
  let y = 0
  const corners = boxes.map((_, index) => {
    const corner = { x: 0, y }
    y += (sizes[index]?.height ?? 0) + DOWN
    return corner
  })
  const x = 28
  const lines = corners.slice(1).map((corner, index): Course => ({ flow: 'down', points: [{ x, y: (corners[index]?.y ?? 0) + (sizes[index]?.height ?? 0) }, { x, y: corner.y }] }))
  return { boxes: corners, lines, width: Math.max(0, ...sizes.map((size) => size.width)), height: Math.max(0, y - DOWN) }
}

function boxSvg(box: Box, corner: Point | undefined, size: BoxSize | undefined): string {
  if (corner === undefined || size === undefined) return ''
  const room = columnsIn(size, LETTER.small)
  let y = PADDING + 13
  const out = [`<g class="box ${box.kind}${box.wrong === null ? '' : ' bad'}" transform="translate(${corner.x} ${corner.y})">`, `<rect width="${size.width}" height="${size.height}" rx="6"/>`]
  const line = (text: string, name: string, letters: number): void => {
    put(text, cut(text, letters), name)
  }
  const put = (text: string, shown: string, name: string): void => {
    const whole = shown === escapeText(text) ? '' : `<title>${markup(text.slice(0, 1000))}</title>`
    out.push(`<text class="${name}" x="${PADDING}" y="${y}">${markup(shown)}${whole}</text>`)
    y += LINE
  }
  line(box.name, 'name', columnsIn(size, LETTER.name))
  if (box.place !== null) line(box.place, 'place', room)
  if (box.wrong) line(box.wrong, 'note wrong', room)
  for (const note of box.notes) line(note, 'note', room)
  if (box.rows.length > 0) {
    out.push(`<path class="rule" d="M0 ${y - 11}h${size.width}"/>`)
    y += 6
    for (const row of box.rows) put(rowText(row), rowCut(row, room), 'row')
  }
  out.push('</g>')
  return out.join('')
}

function arrowSvg(arrow: Arrow, course: Course | undefined, isLabelled: boolean): string {
  const [first, last, before] = [course?.points[0], course?.points.at(-1), course?.points.at(-2)]
  if (course === undefined || first === undefined || last === undefined || before === undefined) return ''
  const right = course.flow === 'right'
  const side = right ? Math.sign(last.x - before.x) : Math.sign(last.y - before.y)
  const end = right ? { x: last.x - side * 6, y: last.y } : { x: last.x, y: last.y - side * 6 }
  const points = [...course.points.slice(0, -1), end]
  const curve = points.slice(1).map((to, index) => segment(points[index] ?? to, to, right, side))
  const head = right ? `l${-side * 8} -4.5v9z` : `l-4.5 ${-side * 8}h9z`
  const label = isLabelled ? `<text x="${first.x + 12}" y="${(first.y + last.y) / 2 + 4}">${markup(cut(arrowText(arrow), 100))}</text>` : ''
  return `<g class="arrow ${arrow.kind}"><path class="line" d="M${first.x} ${first.y}${curve.join('')}"/><path class="head" d="M${last.x} ${last.y}${head}"/>${label}</g>`
}

/** Leaves and arrives along the flow. */
function segment(from: Point, to: Point, right: boolean, side: number): string {
  if (right ? from.y === to.y : from.x === to.x) return `L${to.x} ${to.y}`
  const reach = side * Math.max(12, Math.abs(right ? to.x - from.x : to.y - from.y) / 2)
  return right ? `C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}` : `C${from.x} ${from.y + reach} ${to.x} ${to.y - reach} ${to.x} ${to.y}`
}

/** The model that is referred to stays; of the paths that lead to it, what there is room for. */
function rowCut({ text, target }: Row, columns: number): string {
  if (target === null) return cut(text, columns)
  const arrow = ` → ${cut(target, Math.floor(columns / 2))}`
  return `${cut(text, columns - textWidth(arrow))}${arrow}`
}
