/** An error, a log or a rule: what it means here. */
import { createReadStream } from 'node:fs'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { escapeText, explain, explainRule, ruleNames, UsageError, type RuleName } from 'mongoose-doctor'
import { z } from 'zod'
import { answered, type Answer } from '../answer.ts'
import { runOptions, type Extra } from '../call.ts'
import { leftOutText, Room, shortened, shortenedGroup } from '../cut.ts'
import { refuseNothing } from '../examined.ts'
import { heading, linesOf } from '../lines.ts'
import * as schemas from '../schemas.ts'
import type { Workplace } from '../workplace.ts'

const input = {
  text: z.string().optional().describe('A MissingSchemaError as it was printed, with its stack if there is one; or a piece of a log'),
  logFile: z.string().optional().describe('The file of a log, of any length, in the allowed directories; it is read, and its errors are counted'),
  rule: schemas.rules.optional().describe('The name of a rule: what it is about, with a wrong and a right example'),
  directory: schemas.directory,
  limit: schemas.limit,
}

const output = {
  rule: z.object({ name: z.string(), page: z.string() }).optional().describe('When a rule was asked about; else the rest'),
  directory: z.string().optional(),
  errors: z.number().optional().describe('How many MissingSchemaErrors there are in the text'),
  lines: z.number().optional(),
  groups: z.array(z.looseObject({
    model: z.string(), entry: z.string().nullable(), others: z.array(z.string()), count: z.number(), first: z.string().nullable(), last: z.string().nullable(),
    findings: z.array(z.string()).describe('Ids of findings'), verdict: z.string(), reason: z.string(), help: z.string().nullable(),
  })).optional().describe('The errors by model and entry, the most frequent first'),
  findings: z.array(schemas.finding).optional().describe('Those that the groups name'),
  limits: z.array(z.string()).optional().describe('What was not read as a whole'),
  leftOut: z.object({ groups: z.number(), findings: z.number() }).optional(),
}

export function registerExplain(server: McpServer, workplace: Workplace): void {
  server.registerTool('explain', {
    title: 'Explain a MissingSchemaError, a log or a rule',
    description: [
      'Takes exactly one of text, logFile and rule. Of a MissingSchemaError, or of a log with many, it says for each model and entry why the error happens in this application, at which line, and what to do; or why the source gives no reason for it. Of a rule it gives the page.',
      'Reads only, writes nothing.', schemas.named, schemas.untrusted,
    ].join(' '),
    inputSchema: input,
    outputSchema: output,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  }, ({ text, logFile, rule, directory, limit }, extra) => answered(extra.signal, async () => {
    const given = [text, logFile, rule].filter((one) => one !== undefined)
    if (given.length !== 1) throw new UsageError('Give exactly one of text, logFile and rule.')
    const asked = rule ?? ruleNames.find((name) => name === text?.trim())
    if (asked !== undefined) return pageOf(asked)
    const log = logFile === undefined ? text ?? '' : read(await workplace.file(logFile), logFile)
    return errorsIn(log, logFile ?? 'this text', await workplace.directory(directory), limit, workplace, extra)
  }))
}

function pageOf(name: RuleName): Answer {
  const page = explainRule(name)
  return { text: `# ${name}\n\n${page}`, data: { rule: { name, page } } }
}

async function errorsIn(log: string | AsyncIterable<Uint8Array>, name: string, directory: string, limit: number, workplace: Workplace, extra: Extra): Promise<Answer> {
  const current = workplace.session(directory).current(await runOptions(extra))
  refuseNothing(current.report, directory)
  const { groups: all, errors, lines, limits } = await explain(log, current.report)
  if (all.length === 0) throw new UsageError(`There is no MissingSchemaError (\`Schema hasn't been registered for model "…"\`) in ${name}: ${lines === 1 ? '1 line' : `${lines} lines`} read.`)

  const room = new Room(limit)
  const groups = room.take(all.map(shortenedGroup), 1 / 2)
  const ids = new Set(groups.flatMap((group) => group.findings))
  const about = current.report.findings.filter(({ id }) => ids.has(id))
  const findings = room.take(about.map(shortened))
  const leftOut = { groups: all.length - groups.length, findings: about.length - findings.length }
  const more = leftOutText(leftOut)
  const text = [
    heading(directory), ...groups.map(groupLine),
    ...linesOf({ ...current, report: { ...current.report, findings: about.slice(0, findings.length) } }).findings,
    ...limits, ...(more === null ? [] : [`${more} Raise the limit for more.`]),
  ].join('\n')
  return { text, data: { directory, errors, lines, groups, findings, limits, leftOut } }
}

function groupLine({ model, entry, others, count, first, last, verdict, reason, help, findings, moreFindings }: ReturnType<typeof shortenedGroup>): string {
  const also = others.length === 0 ? '' : ` (or ${others.slice(0, 3).map(escapeText).join(', ')}${others.length > 3 ? ', …' : ''})`
  return [
    `${count} × ${escapeText(model)} in ${entry === null ? 'an entry that the trace does not tell' : escapeText(entry)}${also}: ${verdict} — ${escapeText(reason)}`,
    ...(help === null ? [] : [`fix: ${escapeText(help)}`]),
    ...(first === null ? [] : [`${escapeText(first)}${last === null || last === first ? '' : ` to ${escapeText(last)}`}`]),
    ...(findings.length === 0 ? [] : [`findings: ${findings.join(', ')}${moreFindings === undefined ? '' : ` and ${moreFindings} more`}`]),
  ].join(' | ')
}

/** @param name as it was asked for */
async function* read(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk))
  } catch (error) {
    throw new UsageError(`${name} could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
