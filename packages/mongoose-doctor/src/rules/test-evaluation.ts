/**
 * Which files tests evaluate more than once in one process, where Mongoose, a package, stays. Observed with Mocha 11 and Vitest 4.1; Jest loads Mongoose
 * anew too, and node:test starts a process for each file.
 */
import type { Confidence, Reason } from '../kernel/report.ts'
import { child } from '../project/paths.ts'
import type { RuleContext } from './context.ts'
import { reloadedByMocha } from './mocha-watch.ts'
import { reason } from './place.ts'
import { forgottenByVitest } from './vitest-reset.ts'

export interface EvaluatedAgain {
  readonly confidence: Confidence
  readonly because: readonly Reason[]
}

const memo = new WeakMap<RuleContext['program'], ReadonlyMap<string, EvaluatedAgain>>()

/** By file. Mocha's is sure, and is told where both do it. */
export function evaluatedAgainByTests(context: RuleContext): ReadonlyMap<string, EvaluatedAgain> {
  const known = memo.get(context.program)
  if (known !== undefined) return known
  const found = new Map([...underVitest(context), ...underMocha(context)])
  memo.set(context.program, found)
  return found
}

function* underVitest(context: RuleContext): Generator<[string, EvaluatedAgain]> {
  for (const { file, reset } of forgottenByVitest(context)) {
    yield [file, {
      confidence: 'likely',
      because: [reason(context, reset, 'This test forgets all modules with vi.resetModules() and loads it again; Mongoose, a package, is not forgotten.')],
    }]
  }
}

function* underMocha(context: RuleContext): Generator<[string, EvaluatedAgain]> {
  for (const item of context.project.packages) {
    for (const { file, test, script } of reloadedByMocha(context, item)) {
      yield [file, {
        confidence: 'proved', because: [
          { file: test, line: 1, text: 'This test loads it.' },
          { file: child(item.dir, 'package.json'), line: 1, text: `The script "${script}" is \`mocha --watch\`, which evaluates it again after each save of any file; Mongoose, a package, stays as it is.` },
        ],
      }]
    }
  }
}
