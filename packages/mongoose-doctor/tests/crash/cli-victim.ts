/** The built program with --fix on an application that it can mend; the next run must give the report of the old application or of the mended one. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Strategy } from '../../src/kernel/strategies.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { treeOf, whichOf } from './tree.ts'
import type { Tree } from './tree.ts'
import type { Victim } from './victim.ts'
import { atRest, reachedIn } from './write-victim.ts'

export const bin = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))
// One changes files, the other makes one as well.
const STRATEGIES = ['import', 'registry'] as const satisfies readonly Strategy[]

/** What there is before, and after a fix that nobody ends. */
interface Example { readonly strategy: Strategy; readonly old: Tree; readonly next: Tree; readonly reports: { readonly old: string; readonly new: string } }
interface CliScene extends Example { readonly dir: string }

/** @param dir for the examples */
export function cliVictim(dir: string): Victim<CliScene> {
  const template = mkdtempSync(join(dir, 'application-'))
  makeApplication(template)
  const examples = STRATEGIES.map((strategy) => exampleOf(template, strategy))
  return {
    name: 'command line', signals: false, resumes: true, kills: 1,
    setup(root, random) {
      cpSync(template, root, { recursive: true })
      const example = examples[random.below(examples.length)]
      if (example === undefined) throw new Error('no example')
      return { ...example, dir: root }
    },
    command: (scene, stage) => stage === 'work' ? [process.execPath, bin, ...fixing(scene.strategy), scene.dir] : [process.execPath, bin, ...REPORTING, scene.dir],
    reached: (scene, mark) => reachedIn(scene.dir, mark),
    atRest: (scene) => atRest(scene),
    check({ dir: root, old, next, reports }, landed) {
      const { report, err } = reportOn(root)
      const now = whichOf(treeOf(root), { old, new: next })
      if (report !== reports[now]) throw new Error(`the tree is the ${now} one, and the report is another: ${report}`)
      if (landed !== (now === 'new' ? 'done' : 'not begun') && landed !== (now === 'new' ? 'replacing' : 'preparing')) throw new Error(`${landed}, and the tree is the ${now} one`)
      const told = err.includes('its changes were completed') ? 'completed' : err.includes('was undone') ? 'undone' : null
      if (told !== null && (told === 'completed') !== (now === 'new')) throw new Error(`the tree is the ${now} one, and the run says: ${err}`)
      return told === null ? now : `${now}, ${told}`
    },
  }
}

const REPORTING = ['--format', 'json']
const fixing = (strategy: Strategy): readonly string[] => ['--fix', '--strategy', strategy, ...REPORTING]

function exampleOf(template: string, strategy: Strategy): Example {
  const root = mkdtempSync(join(dirname(template), 'example-'))
  try {
    cpSync(template, root, { recursive: true })
    const [old, before] = [treeOf(root), reportOn(root).report]
    reportOn(root, fixing(strategy))
    const [next, after] = [treeOf(root), reportOn(root).report]
    if (before === after) throw new Error(`${strategy} mended nothing`)
    return { strategy, old, next, reports: { old: before, new: after } }
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** Without what differs from run to run. */
function reportOn(root: string, flags: readonly string[] = REPORTING): { readonly report: string; readonly err: string } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...flags, root], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0 && status !== 1) throw new Error(`exit code ${String(status)}: ${stderr}`)
  const report = JSON.parse(stdout) as { stats: { milliseconds: number } }
  return { report: JSON.stringify({ ...report, status, stats: { ...report.stats, milliseconds: 0 } }), err: stderr.replaceAll(/\s+/g, ' ') }
}

function makeApplication(root: string): void {
  const route = (filler: number, eol: string): string => [
    "import User from '@/models/User'", 'export async function GET() {', "  return Response.json(await User.find().populate('role'))", '}', ...Array.from({ length: filler }, (_, at) => `// ${at}`), '',
  ].join(eol)
  const routes = Object.fromEntries([1, 10, 100, 1000, 40_000, 1, 10].map((filler, at) => [`app/r${at}/[...slug ${at}]/route.ts`, route(filler, at % 2 === 0 ? '\n' : '\r\n')]))
  for (const [file, text] of Object.entries(nextApp({ files: routes }))) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}
