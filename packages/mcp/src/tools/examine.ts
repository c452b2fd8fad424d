/** The whole application, or what of it is asked for. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { filterReport } from 'mongoose-doctor'
import { z } from 'zod'
import { answered } from '../answer.ts'
import { runOptions } from '../call.ts'
import { cutReport, leftOutText, Room } from '../cut.ts'
import { refuseNothing } from '../examined.ts'
import { heading, linesOf } from '../lines.ts'
import * as schemas from '../schemas.ts'
import type { Workplace } from '../workplace.ts'

const input = {
  directory: schemas.directory,
  entries: z.array(z.string()).optional().describe('Only findings that break these entries: paths, folders or globs, such as "app/api/**"'),
  models: z.array(z.string()).optional().describe('Only findings about these models'),
  rules: z.array(schemas.rules).optional().describe('Only findings of these rules'),
  full: z.boolean().default(false).describe('Also the entries that miss no model, and the models that no finding is about'),
  limit: schemas.limit,
}

const output = {
  directory: z.string(),
  summary: z.string(),
  report: schemas.report,
  leftOut: z.object({ findings: z.number(), unknown: z.number(), models: z.number(), entries: z.number() }).describe('How many of them the report here does not have: entries and models that nothing is wrong with, unless full; and what did not fit the limit'),
}

export function registerExamine(server: McpServer, workplace: Workplace): void {
  server.registerTool('examine', {
    title: 'Examine Mongoose model registration',
    description: [
      'Finds every place of a JavaScript or TypeScript application (Next.js, Node) where a query or populate() needs a Mongoose model that a cold process has not registered yet: the cause of "MissingSchemaError: Schema hasn\'t been registered for model".',
      'Reads source only: runs nothing of the project, and writes nothing. Use it when such an error is reported, after changing models, refs, populates or imports of models, and to check a fix.',
      'Each finding says the place, the reason, what to do, and whether the fix tool can mend it.', schemas.named, schemas.untrusted,
    ].join(' '),
    inputSchema: input,
    outputSchema: output,
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  }, ({ directory: wanted, entries, models, rules, full, limit }, extra) => answered(extra.signal, async () => {
    const directory = await workplace.directory(wanted)
    const current = workplace.session(directory).current(await runOptions(extra))
    refuseNothing(current.report, directory)
    const examined = { ...current, report: filterReport(current.report, { entries, models, rules }) }

    const { report, leftOut } = cutReport(examined.report, limit, full)
    const { findings, rest } = linesOf(examined)
    const shown = new Room(limit).take(findings)
    const more = leftOutText({ findings: findings.length - shown.length })
    const text = [heading(directory), ...shown, ...(more === null ? [] : [`${more} Narrow it by entries, models or rules, or raise the limit.`]), ...rest].join('\n')
    return { text, data: { directory, summary: rest.at(-1) ?? '', report, leftOut } }
  }))
}
