/** The direction of imports: docs/architecture.md and CONTRIBUTING.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))
const stages = ['kernel', 'disk', 'git', 'project', 'facts', 'built', 'evaluate', 'cache', 'graph', 'models', 'registration', 'rules', 'fixes', 'policy', 'init', 'reporters', 'selection', 'logs', 'lsp', 'cli']
/** Stages that know less than their place in the row allows. */
const only: Readonly<Record<string, readonly string[]>> = {
  git: ['kernel', 'disk'], facts: ['kernel'], built: ['kernel', 'disk', 'facts'], evaluate: ['built'], cache: ['kernel', 'disk', 'facts'], policy: ['kernel', 'disk', 'project', 'cache'],
  init: ['kernel', 'disk', 'git', 'project', 'facts', 'fixes'], reporters: ['kernel'], logs: ['kernel', 'reporters'],
}
/** examine.ts, with its folder `examination`, makes a report of a directory; the others are around it. */
const roots = ['examine.ts', 'recorded.ts', 'reexamine.ts', 'package-facts.ts', 'session.ts', 'editing.ts', 'verify.ts', 'api.ts']

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => file.split(sep).join('/'))

function stageOf(file: string): string {
  const [first = '', ...rest] = file.split('/')
  return rest.length > 0 ? first : file
}

/** What is wrong with an import of `to` in `from`; null when nothing is. */
function complaint(from: string, to: string): string | null {
  const [source, target] = [stageOf(from), stageOf(to)]
  if (target.startsWith('..')) return null // package.json
  if (source === target) return null
  // The composition roots put stages together, each those before it in this row; the command line, the language server and what is published ask them.
  const [above, below] = [roots.indexOf(source), roots.indexOf(target)]
  const asks = (stage: string): boolean => stage === 'lsp' || stage === 'cli'
  if (source === 'examination') return asks(target) || below !== -1 ? `${from} imports ${to}` : null
  if (above !== -1) return asks(target) || below > above ? `${from} imports ${to}` : null
  if (below !== -1) return asks(source) ? null : `${from} imports ${to}`
  if (!stages.includes(source) || !stages.includes(target)) return `${from} imports ${to}: not a stage`
  const allowed = only[source] ?? stages.slice(0, stages.indexOf(source))
  return allowed.includes(target) ? null : `${from} imports ${to}`
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const { module, errors } = parseSync(file, text)
  expect({ file, errors }).toEqual({ file, errors: [] })
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1))
  const reexported = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value))
  return [...module.staticImports.map((one) => one.moduleRequest.value), ...dynamic, ...reexported]
    .filter((specifier): specifier is string => specifier?.startsWith('.') === true)
    .map((specifier) => relative(src, join(src, dirname(file), specifier)).split(sep).join('/'))
}

test('a stage imports only from stages to its left', () => {
  expect(files.length).toBeGreaterThan(20)
  const complaints = files.flatMap((file) => importsOf(file).map((target) => complaint(file, target))).filter((one) => one !== null)
  expect(complaints).toEqual([])
})

test.each([
  ['kernel/report.ts', 'project/project.ts'],
  ['facts/facts.ts', 'project/project.ts'],
  ['graph/graph.ts', 'models/model-index.ts'],
  ['reporters/pretty.ts', 'rules/rules.ts'],
  ['rules/rules.ts', 'examine.ts'],
  ['examine.ts', 'cli/run.ts'],
  ['rules/rules.ts', 'examination/why.ts'],
  ['examine.ts', 'session.ts'],
  ['api.ts', 'cli/run.ts'],
  ['session.ts', 'lsp/server.ts'],
  ['lsp/server.ts', 'cli/run.ts'],
  ['lsp/hover.ts', 'examination/mentions.ts'],
])('%s may not import %s', (from, to) => {
  expect(complaint(from, to)).not.toBeNull()
})

test.each([
  ['cli/run.ts', 'examine.ts'],
  ['cli/serve.ts', 'lsp/serve.ts'],
  ['lsp/workspace.ts', 'session.ts'],
  ['session.ts', 'recorded.ts'],
  ['examine.ts', 'fixes/plan.ts'],
  ['graph/graph.ts', 'facts/facts.ts'],
  ['reporters/json.ts', 'kernel/report.ts'],
])('%s may import %s', (from, to) => {
  expect(complaint(from, to)).toBeNull()
})
