/** What to run next, said to a person at a terminal: who reads the report for the first time has read nothing else. */
import type { Report } from '../kernel/report.ts'
import { program } from '../reporters/words.ts'
import type { CheckRequest } from './request.ts'

/** What the run has done: shown the findings; shown the diff of a fix, or that there is none; written it. */
export type Stage = 'examined' | 'planned' | 'not-planned' | 'mended'

type Step = readonly [command: string, does: string]

const manyFindings = 5

/**
 * @param report what is left; for a plan what it mends
 * @returns lines for stderr, the first one empty; none when there is nothing to do
 */
export function nextSteps(request: CheckRequest, stage: Stage, report: Report, width: number): readonly string[] {
  const steps = stepsAfter(request, stage, report)
  return steps.length === 0 ? [] : ['', 'Next', ...laidOut(steps, width)]
}

function stepsAfter(request: CheckRequest, stage: Stage, { findings }: Report): readonly Step[] {
  const [first] = findings
  if (first === undefined) return stage === 'mended' ? step(where(request), 'as a step of your CI: it fails if this comes back') : []
  const same = [...where(request), ...filters(request)]
  if (stage === 'planned') return step([...same, '--fix', ...strategy(request)], 'mend it')
  const isFixable = stage === 'examined' && findings.some((finding) => finding.fixable)
  return [
    ...(isFixable ? [...step([...same, '--dry-run'], 'what --fix would do, as a diff'), ...step([...same, '--fix'], 'mend it')] : []),
    ...(findings.length > manyFindings ? step(['entries', ...where(request)], 'what each entry misses') : []),
    ...step(['explain', first.rule], 'what this rule is about'),
  ]
}

const where = ({ directory }: CheckRequest): readonly string[] => (directory === '.' ? [] : [directory])
const strategy = (request: CheckRequest): readonly string[] => (request.strategy === null || request.strategy === 'import' ? [] : ['--strategy', request.strategy])
const filters = ({ filters: { entries, models, rules } }: CheckRequest): readonly string[] => [
  ...entries.flatMap((entry) => ['--entry', entry]),
  ...models.flatMap((model) => ['--model', model]),
  ...rules.flatMap((rule) => ['--rule', rule]),
]

/** A command line for sh, PowerShell and cmd alike; none where quoting differs between them. */
function step(words: readonly string[], does: string): readonly Step[] {
  const quoted = words.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `"${word}"`))
  return words.every((word) => /^[\w./:=@ ()[\]{}*?,+-]+$/.test(word)) ? [[[program, ...quoted].join(' '), does]] : []
}

/** In two columns, or below each other on a narrow terminal. */
function laidOut(steps: readonly Step[], width: number): readonly string[] {
  const column = Math.max(...steps.map(([command]) => command.length))
  const rows = steps.map(([command, does]) => `  ${command.padEnd(column)}  ${does}`)
  return rows.every((row) => row.length <= width) ? rows : steps.flatMap(([command, does]) => [`  ${command}`, `      ${does}`])
}
