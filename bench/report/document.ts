/** Puts the results into the documentation: tables between two comments of performance.md, and the picture. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Results } from '../results.ts'
import { chart } from './chart.ts'
import { table } from './table.ts'

const START = '<!-- bench: written by `npm run bench -- report` -->'
const END = '<!-- /bench -->'

/** @returns the files that were written */
export function writeReport(results: Results, docs: string): string[] {
  const [page, picture] = [join(docs, 'performance.md'), join(docs, 'images/growth.svg')]
  writeFileSync(page, between(readFileSync(page, 'utf8'), section(results)))
  writeFileSync(picture, chart(results))
  return [page, picture]
}

/** The text with another part between the two comments. */
export function between(text: string, part: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)]
  if (start === -1 || end < start) throw new Error(`performance.md has no part between ${START} and ${END}`)
  return `${text.slice(0, start + START.length)}\n\n${part}\n\n${text.slice(end)}`
}

/** What stands between the comments. */
export function section(results: Results): string {
  const { machine, node, rounds, limit, tools, at } = results
  return `![CPU time by the number of source files](images/growth.svg)

${machine}, Node ${node.replace('v', '')}, ${at.slice(0, 10)}. ${rounds === 1 ? 'One run' : `Medians of ${rounds} runs (and their range)`}, all tools in turns; a run of more than ${limit} s was ended, and there its line ends.

CPU seconds; growth is the exponent from 3,000 files on, 1 being proportional:

${table(results, 'cpu')}

Seconds until it is done:

${table(results, 'wall')}

Peak memory:

${table(results, 'peak')}

What each was asked to do:

${Object.entries(tools).map(([name, { version, task }]) => `- ${name} ${version}: ${task}`).join('\n')}`
}
