/** Draws what a program has printed to a terminal, with its colours, as an SVG that needs nothing else: no font, no script. */

const cell = { width: 8.4, height: 20 }
const padding = 18
const bar = 36
const fontSize = 14

/** Classes of the style sheet, by the numbers of SGR (ECMA-48, 8.3.117): those that `reporters/style.ts` uses. */
const styles = new Map([
  [1, { bold: true }], [2, { faint: true }], [22, { bold: false, faint: false }],
  [31, { color: 'red' }], [32, { color: 'green' }], [33, { color: 'yellow' }], [34, { color: 'blue' }], [36, { color: 'cyan' }], [39, { color: null }],
])
const plain = { bold: false, faint: false, color: null }

/**
 * @param text what was printed: lines, and colours as SGR sequences
 * @param words `title` and `description`, for those who do not see the picture; `columns` of the terminal
 * @throws Error on an escape sequence that is not drawn: the picture would lie
 */
export function terminalSvg(text, { title, description, columns }) {
  const lines = runsOf(text.trimEnd())
  const width = Math.ceil(columns * cell.width + 2 * padding)
  const height = bar + lines.length * cell.height + padding
  const drawn = lines.flatMap((runs, row) => runs.map((run) => drawnRun(run, bar + row * cell.height + fontSize)))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>
text { font: ${fontSize}px ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; fill: #e6edf3; white-space: pre; }
.bold { font-weight: 700; }
.faint { fill: #9198a1; }
.red { fill: #ff7b72; }
.green { fill: #56d364; }
.yellow { fill: #e3b341; }
.blue { fill: #79c0ff; }
.cyan { fill: #56d4dd; }
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="#0d1117" stroke="#484f58"/>
${['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${padding + 4 + i * 20}" cy="18" r="6" fill="${fill}"/>`).join('\n')}
${drawn.join('\n')}
</svg>
`
}

/** Lines of runs: text of one style, with the column where it starts. Blanks at the ends of a run are left out. */
function runsOf(text) {
  let style = plain
  return text.split('\n').map((line) => {
    const runs = []
    let column = 0
    // oxlint-disable-next-line no-control-regex -- escape sequences start with one
    for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
      // oxlint-disable-next-line no-control-regex -- the same
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1]
      if (codes !== undefined) {
        for (const code of codes.split(';').map(Number)) style = code === 0 ? plain : { ...style, ...known(code) }
        continue
      }
      if (/\p{Cc}/u.test(part)) throw new Error(`A control character is not drawn: ${JSON.stringify(part)}`)
      const shown = part.trim()
      if (shown !== '') runs.push({ text: shown, column: column + length(part) - length(part.trimStart()), style })
      column += length(part)
    }
    return runs
  })
}

function known(code) {
  const style = styles.get(code)
  if (style === undefined) throw new Error(`The style ${code} is not drawn.`)
  return style
}

/** `textLength` keeps columns in place, whatever monospaced font there is. */
function drawnRun({ text, column, style }, y) {
  const classes = [style.bold ? 'bold' : '', style.faint ? 'faint' : '', style.color ?? ''].filter((name) => name !== '').join(' ')
  const at = `x="${rounded(padding + column * cell.width)}" y="${y}" textLength="${rounded(length(text) * cell.width)}"`
  return `<text ${at}${classes === '' ? '' : ` class="${classes}"`} xml:space="preserve">${escaped(text)}</text>`
}

const length = (text) => Array.from(text).length
const rounded = (number) => Number(number.toFixed(1))
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
