/** Mends findings: shows how, and writes only when that is asked for. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { escapeText, planFixes, recover, strategies, unifiedDiff, UsageError, writeFixes, type Examination, type FileChange, type Finding, type Recovered } from 'mongoose-doctor'
import { z } from 'zod'
import { answered } from '../answer.ts'
import { runOptions } from '../call.ts'
import { leftOutText, Room } from '../cut.ts'
import { examinationIn } from '../examined.ts'
import { heading, summaryOf } from '../lines.ts'
import * as schemas from '../schemas.ts'
import type { Workplace } from '../workplace.ts'

const input = {
  findings: z.array(z.string()).optional().describe('Ids of findings, from the examine tool. By default all that can be mended'),
  strategy: z.enum(strategies).default('import').describe('import: a static import where the model is needed. registry: a generated file that imports all models. lazy, ensure: load it before the query; these need @mongoose-doctor/runtime as a dependency of the application'),
  apply: z.boolean().default(false).describe('false: nothing is written, the diff is the result. true: all files are written, or none'),
  force: z.boolean().default(false).describe('With apply: also replace files whose content git could not bring back. Only when the user has agreed'),
  directory: schemas.directory,
  limit: schemas.limit,
}

const output = {
  directory: z.string(),
  applied: z.boolean(),
  summary: z.string(),
  strategy: z.string(),
  files: z.array(z.object({ file: z.string(), isNew: z.boolean() })).describe('What is changed, or would be'),
  diff: z.string().describe('Unified'),
  mended: z.array(z.string()).describe('Ids of the findings that are gone, or would be'),
  notMended: z.array(z.object({ id: z.string(), reason: z.string() })),
  recovered: z.looseObject({ as: z.string(), files: z.array(z.string()), kept: z.array(z.string()) }).nullable().describe('What an interrupted run had left, and was put in order first'),
  leftOut: z.object({ diffs: z.number(), files: z.number(), mended: z.number(), notMended: z.number() }).describe('What did not fit the limit: it is done all the same'),
}

export function registerFix(server: McpServer, workplace: Workplace): void {
  server.registerTool('fix', {
    title: 'Mend Mongoose model registration',
    description: [
      'Mends findings of the examine tool by editing source files of the project. Each fix is verified: the application is examined with the edits before anything is written, and a fix that would not help, or would break something else, is not made.',
      'By default a dry run: it returns the diff and writes nothing. With `apply: true` it writes all files or none, and refuses to replace changes that git could not bring back. Look at the diff, then apply.',
      schemas.named, schemas.untrusted,
    ].join(' '),
    inputSchema: input,
    outputSchema: output,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  }, ({ findings: ids, strategy, apply, force, directory: wanted, limit }, extra) => answered(extra.signal, async () => {
    if (force && !apply) throw new UsageError('`force` says what `apply` may replace: it goes with `apply: true`.')
    const directory = await workplace.directory(wanted)
    const session = workplace.session(directory)
    const recovered = apply ? recover(directory) : null
    const examination = examinationIn(session, await runOptions(extra))
    const chosen = chosenOf(examination, ids)
    const plan = planFixes(examination, { findings: chosen, strategy, ...await runOptions(extra) })
    if (apply) writeFixes(examination, plan, { force })

    const open = new Set(plan.notFixed.map(({ finding }) => finding.id))
    const mended = chosen.filter(({ id }) => !open.has(id))
    const all = {
      files: plan.files.map(({ file, before }) => ({ file, isNew: before === null })),
      mended: mended.map(({ id }) => id),
      notMended: plan.notFixed.map(({ finding, reason }) => ({ id: finding.id, reason })),
      diffs: plan.files.map((file) => unifiedDiff([file], { escaped: true })),
    }
    const room = new Room(limit)
    const [files, gone, notMended] = [room.take(all.files, 1 / 8), room.take(all.mended, 1 / 8), room.take(all.notMended, 1 / 4)]
    const diffs = room.take(all.diffs)
    const leftOut = {
      diffs: all.diffs.length - diffs.length, files: all.files.length - files.length,
      mended: all.mended.length - gone.length, notMended: all.notMended.length - notMended.length,
    }
    const summary = [
      ...(recovered === null ? [] : [recoveredText(recovered)]),
      doneText(chosen, mended, plan.files, apply),
      ...(apply ? [`Examined again: ${summaryOf(session.current())}`] : plan.files.length > 0 ? ['Nothing was written; `apply: true` writes it.'] : []),
    ].join(' ')
    const more = leftOutText(leftOut)
    const diff = diffs.join('')
    const text = [heading(directory), summary, ...plan.notFixed.slice(0, notMended.length).map(notMendedLine), ...(more === null ? [] : [`${more} Raise the limit to see them.`])].join('\n')
    return {
      text: diff === '' ? text : `${text}\n\n${diff}`,
      data: { directory, applied: apply, summary, strategy, files, diff, mended: gone, notMended, recovered, leftOut },
    }
  }))
}

/** @throws UsageError when one of the ids is none of a finding, as the project is now */
function chosenOf({ report }: Examination, ids: readonly string[] | undefined): readonly Finding[] {
  if (ids === undefined) return report.findings.filter((finding) => finding.fixable)
  const known = new Set(report.findings.map(({ id }) => id))
  const strange = ids.filter((id) => !known.has(id))
  if (strange.length > 0) throw new UsageError(`No finding has the id ${strange.join(', ')} now: examine again, and take ids from there.`)
  return report.findings.filter(({ id }) => ids.includes(id))
}

/** Files in a sentence. */
const mostNames = 10

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function doneText(chosen: readonly Finding[], mended: readonly Finding[], files: readonly FileChange[], applied: boolean): string {
  if (chosen.length === 0) return 'Nothing to mend.'
  if (files.length === 0) return `Nothing can be mended: ${counted(chosen.length, 'finding')} tried.`
  return `${counted(mended.length, 'finding')} ${applied ? 'mended' : 'would be mended'} in ${counted(files.length, 'file')}: ${files.slice(0, mostNames).map(({ file }) => escapeText(file)).join(', ')}${files.length > mostNames ? ' …' : ''}.`
}

function notMendedLine({ finding, reason }: { readonly finding: Finding; readonly reason: string }): string {
  return `Not mended: ${finding.rule} of ${escapeText(finding.model)} at ${escapeText(finding.file)}:${finding.line}: ${escapeText(reason)} | id: ${finding.id}`
}

function recoveredText({ as, files, kept }: Recovered): string {
  const names = (list: readonly string[]): string => list.map(escapeText).join(', ')
  return [
    `An earlier run that was writing here had been interrupted: ${as === 'after' ? 'its changes were completed' : 'what it had begun was undone'}${files.length > 0 ? ` (${names(files)})` : ''}.`,
    ...(kept.length > 0 ? [`Changed since, and left as they are: ${names(kept)}.`] : []),
  ].join(' ')
}
