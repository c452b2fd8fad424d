/** The command line as it is published, on one application. */
import { fileURLToPath } from 'node:url'
import { type Outcome, runNode } from './node.ts'

const cli = fileURLToPath(new URL('../../../../../packages/mongoose-doctor/dist/cli.mjs', import.meta.url))

export type Strategy = 'import' | 'registry' | 'lazy' | 'ensure'

export interface Examination {
  code: number | null
  findings: { rule: string; severity: string; confidence: string; model: string; file: string; fixable: boolean }[]
}

export async function examine(directory: string): Promise<Examination> {
  const { code, stdout, output } = await runNode(cli, ['--format', 'json'], directory)
  if (!stdout.startsWith('{')) throw new Error(`mongoose-doctor ended with code ${code} and no report:\n${output}`)
  const { findings } = JSON.parse(stdout) as Pick<Examination, 'findings'>
  return {
    code,
    findings: findings.map(({ rule, severity, confidence, model, file, fixable }) => ({ rule, severity, confidence, model, file, fixable })),
  }
}

export function fix(directory: string, strategy: Strategy): Promise<Outcome> {
  // git ignores the copies, so it could not bring them back.
  return runNode(cli, ['--fix', '--force', '--strategy', strategy], directory)
}
