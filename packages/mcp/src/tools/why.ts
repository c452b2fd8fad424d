/** One model: how each entry gets it registered, or where the way to it breaks. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { escapeText, filterReport, type WhyAnswer, type WhyStatus } from 'mongoose-doctor'
import { z } from 'zod'
import { answered } from '../answer.ts'
import { runOptions } from '../call.ts'
import { clipped, leftOutText, Room } from '../cut.ts'
import { examinationIn } from '../examined.ts'
import { heading } from '../lines.ts'
import * as schemas from '../schemas.ts'
import type { Workplace } from '../workplace.ts'

const words: Record<WhyStatus, string> = {
  missing: 'needed here, and not surely registered',
  maybe: 'registered on some paths only, or by something that could not be decided',
  registered: 'registered when the entry is loaded',
  everywhere: 'registered before any entry runs',
  'not-registered': 'not registered, and nothing here needs it',
}
/** What is wrong first. */
const order: readonly string[] = Object.keys(words)

const input = {
  model: z.string().describe('The name of the model, as in mongoose.model(name, schema)'),
  entry: z.string().optional().describe('Only these entries: a path, a folder or a glob. By default every entry that has to do with the model'),
  directory: schemas.directory,
  limit: schemas.limit,
}

const output = {
  directory: z.string(),
  model: z.string(),
  answers: z.array(z.looseObject({
    entry: z.string(), kind: z.string(), model: z.string(), status: z.string().describe(order.join(', ')),
    steps: z.array(schemas.reason).describe('The import chain that registers it; or each place where the chain breaks, and why'),
  })).describe('What is wrong first'),
  leftOut: z.object({ answers: z.number() }),
}

export function registerWhy(server: McpServer, workplace: Workplace): void {
  server.registerTool('why', {
    title: 'Why a model is registered, or not',
    description: [
      'Says for one Mongoose model how it gets registered in each entry of the application (route, page, server action, script), import by import; or at which import, populate or query the chain breaks, and why.',
      'Use it to understand a finding of the examine tool, or before moving an import. Reads source only, writes nothing.', schemas.named, schemas.untrusted,
    ].join(' '),
    inputSchema: input,
    outputSchema: output,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  }, ({ model, entry, directory: wanted, limit }, extra) => answered(extra.signal, async () => {
    const directory = await workplace.directory(wanted)
    const examination = examinationIn(workplace.session(directory), await runOptions(extra))
    const { apps } = filterReport(examination.report, { models: [model], entries: entry === undefined ? [] : [entry] })
    const files = entry === undefined ? [undefined] : new Set(apps.flatMap((app) => app.entries.map(({ file }) => file)))
    const all = [...files].flatMap((file) => examination.why(model, file)).toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
    const answers = new Room(limit).take(all)
    const leftOut = { answers: all.length - answers.length }
    const more = leftOutText(leftOut)
    const text = [
      heading(directory), ...answers.flatMap(linesOf), ...(more === null ? [] : [`${more} Name an entry, or raise the limit.`]),
      ...(all.length === 0 ? [`No entry has anything to do with ${escapeText(model)}.`] : []),
    ].join('\n')
    return { text, data: { directory, model, answers, leftOut } }
  }))
}

function linesOf({ model, entry, kind, status, steps }: WhyAnswer): string[] {
  return [
    `${escapeText(model)} in ${escapeText(entry)} (${kind}): ${status}, ${words[status]}`,
    ...steps.map(({ file, line, text }, index) => clipped(`  ${index + 1}. ${escapeText(file)}:${line} ${escapeText(text)}`)),
  ]
}
