/** How CPU time grows with the application, as an SVG: both axes logarithmic, so that a straight line of 45 degrees is proportional growth. */
import type { Results } from '../results.ts'
import { OURS } from '../run/ours.ts'
import type { Point } from '../statistics.ts'
import { spread } from './labels.ts'
import { curve, exponent, nameOf, seriesOf } from './series.ts'

const WIDTH = 920
const HEIGHT = 560
const PLOT = { left: 58, right: 550, top: 44, bottom: 500 }
const LABELS = 578

// By tool; light and dark. Ours are of one colour and differ by their dashes.
const COLOURS: Readonly<Record<string, readonly [string, string]>> = {
  [OURS]: ['#0969da', '#58a6ff'],
  knip: ['#bc4c00', '#f0883e'],
  'dependency-cruiser': ['#8250df', '#bc8cff'],
  madge: ['#bf3989', '#f778ba'],
  eslint: ['#4d2d9c', '#a5a0ff'],
  oxlint: ['#1a7f37', '#56d364'],
  'ast-grep': ['#9a6700', '#d9a521'],
}
const OTHER = ['#57606a', '#9198a1'] as const
const DASHES = ['', '7 4', '2 4', '9 3 2 3']

/** @returns the picture's text; it follows the reader's light or dark theme */
export function chart(results: Results): string {
  const lines = seriesOf(results)
    .map((series) => ({ series, points: curve(series, results.inputs, 'cpu').filter(({ y }) => y > 0) }))
    .filter(({ points }) => points.length > 1)
  const all = lines.flatMap(({ points }) => points)
  const sizes = [...new Set(all.map(({ x }) => x))].sort((a, b) => a - b)
  const x = scale(Math.min(...sizes), Math.max(...sizes), PLOT.left + 14, PLOT.right - 14)
  const decades = range(Math.floor(Math.log10(Math.min(...all.map(({ y }) => y)))), Math.ceil(Math.log10(Math.max(...all.map(({ y }) => y)))))
  const y = scale(10 ** (decades[0] ?? 0), 10 ** (decades.at(-1) ?? 1), PLOT.bottom, PLOT.top)
  const ends = lines.map(({ points }) => y(points.at(-1)?.y ?? 1))
  const places = spread(ends, 19, PLOT.top + 6, PLOT.bottom + 20)
  let ours = 0
  const drawn = lines.map(({ series, points }, index) => {
    const own = series.tool === OURS
    const dash = own ? (DASHES[ours++ % DASHES.length] ?? '') : ''
    const style = `class="${className(series.tool)}${own ? ' ours' : ''}"`
    const power = exponent(series, results.inputs)
    return line(points.map((point) => ({ x: x(point.x), y: y(point.y) })), places[index] ?? 0, `${nameOf(series)}${power === null ? '' : ` · ${power.toFixed(2)}`}`, style, dash)
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="CPU seconds by number of source files">
<title>CPU seconds by number of source files</title>
<style>${css()}</style>
<rect width="${WIDTH}" height="${HEIGHT}" rx="6" class="paper"/>
${decades.map((decade) => `<path class="grid" d="M${PLOT.left} ${y(10 ** decade)}H${PLOT.right}"/><text x="${PLOT.left - 8}" y="${y(10 ** decade) + 4}" text-anchor="end">${decade < 0 ? (10 ** decade).toFixed(-decade) : (10 ** decade).toLocaleString('en')}</text>`).join('\n')}
${sizes.map((size) => `<path class="grid" d="M${x(size)} ${PLOT.top}V${PLOT.bottom}"/><text x="${x(size)}" y="${PLOT.bottom + 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`).join('\n')}
<text x="${PLOT.left - 46}" y="${PLOT.top - 20}" class="axis">CPU seconds</text>
<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 42}" text-anchor="middle" class="axis">source files</text>
<text x="${LABELS}" y="${PLOT.top - 20}" class="axis">tool · growth exponent</text>
${drawn.join('\n')}
</svg>
`
}

function line(points: readonly Point[], label: number, text: string, style: string, dash: string): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  const end = points.at(-1) ?? { x: 0, y: 0 }
  return `<g ${style}>
<path class="leader" d="M${end.x} ${end.y}L${LABELS - 6} ${label - 4}"/>
<path class="line" d="${path}"${dash && ` stroke-dasharray="${dash}"`}/>
${points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('')}
<text x="${LABELS}" y="${label}">${text}</text>
</g>`
}

function css(): string {
  const colours = (theme: 0 | 1): string => Object.entries({ ...COLOURS, other: OTHER }).map(([tool, pair]) => `.${className(tool)}{--c:${pair[theme]}}`).join('')
  return `
text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--ink)}.axis{font-weight:600}.paper{fill:var(--paper)}.grid{stroke:var(--rule);fill:none}
g text{fill:var(--c)}.line{fill:none;stroke:var(--c);stroke-width:1.5}.ours .line{stroke-width:2.75}.ours text{font-weight:600}circle{fill:var(--c)}.leader{stroke:var(--c);stroke-width:.75;stroke-opacity:.55;stroke-dasharray:1 3;fill:none}
svg{--ink:#1f2328;--paper:#ffffff;--rule:#d8dee4}${colours(0)}
@media (prefers-color-scheme:dark){svg{--ink:#e6edf3;--paper:#0d1117;--rule:#30363d}${colours(1)}}
`
}

function className(tool: string): string {
  return tool in COLOURS ? `t-${tool}` : 't-other'
}

/** A logarithmic scale, to whole tenths of a pixel. */
function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  return (value) => Math.round((start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - start)) * 10) / 10
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
