/** Whether a coding agent reads what is printed. */
import type { Terminal } from './terminal.ts'

/**
 * What coding agents set for the commands that they run, as the npm packages std-env 4 and @vercel/detect-agent know them. `AI_AGENT` is the
 * name that the latter proposes for all. Names that also stand for an editor, a host or a provider are left out.
 */
const variables = [
  'AI_AGENT',
  'CLAUDECODE',
  'CODEX_SANDBOX',
  'CODEX_CI',
  'CODEX_THREAD_ID',
  'COPILOT_CLI',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'OPENCODE',
  'AUGMENT_AGENT',
  'ANTIGRAVITY_AGENT',
] as const

/** A terminal has a person before it, whoever started it. */
export function forAgent({ env, stdout }: Terminal): boolean {
  return !stdout.isTTY && variables.some((name) => !['', '0', 'false', undefined].includes(env[name]))
}
