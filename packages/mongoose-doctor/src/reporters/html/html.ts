import { sha256 } from '../../kernel/hash.ts'
import type { Report, Sources } from '../../kernel/report.ts'
import { markup } from '../markup.ts'
import { summaryOf } from '../summary.ts'
import { findings } from './findings.ts'
import { matrix } from './matrix.ts'
import { models } from './models.ts'
import { mark, script } from './script.ts'
import { style } from './style.ts'
import { summary } from './summary.ts'

/**
 * A page in one file. It loads nothing, which its Content Security Policy (Level 3, hashes) holds: no style and no script but these run, no
 * request is made. What comes from the project is text. Without scripts the matrix is a plain table, and the rest is the same. The same
 * report gives the same bytes, whenever it was made, and how long that took. But for its scripts it is well-formed XML too.
 */
export function html(report: Report, sources: Sources): string {
  const { name, version } = report.tool
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(mark)}' '${hash(script)}'; base-uri 'none'; form-action 'none'`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>${name}: ${markup(summaryOf(report).verdict)}</title>
<style>${style}</style>
<script>${mark}</script>
</head>
<body>
<a class="skip" href="#main">To the findings</a>
<header><h1>${name}</h1>
${summary(report)}<nav aria-label="Parts of this page"><ul><li><a href="#findings">Findings</a></li><li><a href="#entries">Entries and models</a></li><li><a href="#models">Models and refs</a></li></ul></nav></header>
<main id="main" tabindex="-1">
<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${findings(report, sources)}</section>
<section aria-labelledby="entries"><h2 id="entries">Entries and models</h2>
${matrix(report)}</section>
<section aria-labelledby="models"><h2 id="models">Models and refs</h2>
${models(report)}</section>
</main>
<footer><p>${name} ${markup(version)}. For a cold start: what a process has that has done nothing else before.</p></footer>
<script>${script}</script>
</body>
</html>
`
}

function hash(text: string): string {
  return `sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}`
}
