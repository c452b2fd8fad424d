import type { Changes } from '../../src/git/changes.ts'
import type { FixPlan } from '../../src/fixes/types.ts'
import type { Report } from '../../src/kernel/report.ts'
import type { Context } from '../../src/cli/commands/context.ts'
import type { Engine } from '../../src/cli/engine.ts'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { authText, clean, examination, sample } from '../reporters/sample.ts'

export interface Setting {
  readonly report?: Report
  readonly input?: string
  readonly engine?: Partial<Engine>
  readonly load?: () => Promise<Engine>
  readonly terminal?: Partial<Terminal>
  readonly watch?: Context['watch']
  readonly serve?: Context['serve']
}

export const plan: FixPlan = {
  files: [{ file: 'app/actions/auth.ts', before: authText, after: authText.replace("import User", "import Role from '@/models/Role'\nimport User") }],
  notFixed: [],
}

const nothingChanged: Changes = { has: () => false, before: () => null, files: () => [], since: 'HEAD' }

/** Runs a command line on a made-up examination of this directory, whose fix leaves nothing to report. */
export async function cli(argv: string[], setting: Setting = {}): Promise<{ code: number; out: string; err: string; written: FixPlan[] }> {
  const written: FixPlan[] = []
  let out = ''
  let err = ''
  const engine: Engine = {
    config: () => null,
    changes: () => nothingChanged,
    staged: () => { throw new Error('nothing is staged in a made-up examination') },
    concernedBy: () => () => false,
    reportOn: async (_disk, ...asked) => engine.report('', ...asked),
    examineOn: () => engine.examine('', { cache: null, packageFacts: false }),
    report: async (...asked) => ({ ...await engine.examine(...asked), reused: null }),
    examine: () => examination(written.length > 0 ? clean : (setting.report ?? sample)),
    setUp: () => ({ root: import.meta.dirname, pieces: [], install: () => null }),
    writeFacts: () => ({ files: 1, of: 1 }),
    planFixes: () => plan,
    modelLists: () => [],
    verify: () => ({ schemaVersion: 1, tool: { name: 'mongoose-doctor', version: '0.0.0' }, builds: [] }),
    recover: () => null,
    uncommitted: () => [],
    writeFixes: (_root, done) => void written.push(done),
    ...setting.engine,
  }
  const terminal: Terminal = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    input: () => (setting.input === undefined ? null : chunksOf(setting.input)),
    ask: null,
    cwd: import.meta.dirname,
    env: {},
    stdout: { isTTY: false, columns: undefined },
    stderr: { isTTY: false, columns: undefined },
    interrupted: () => Promise.resolve(),
    now: () => 0,
    ...setting.terminal,
  }
  const code = await run(argv, { terminal, loadEngine: setting.load ?? (async () => engine), watch: setting.watch ?? (async () => ({ close: () => undefined })), serve: setting.serve ?? (async () => true) })
  return { code, out, err, written }
}

async function* chunksOf(text: string): AsyncGenerator<string> {
  yield text
}
