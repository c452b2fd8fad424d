/** Small applications with one thing wrong, mended in memory. */
import { examine, internalsOf } from '../../src/examine.ts'
import { planFixes } from '../../src/fixes/plan.ts'
import type { FixPlan } from '../../src/fixes/types.ts'
import type { Strategy } from '../../src/kernel/strategies.ts'
import { nextApp, type Variation } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

export interface Mended {
  readonly root: string
  readonly plan: FixPlan
  /** Text after the fix, of the files that change. */
  readonly after: Readonly<Record<string, string>>
  readonly reasons: readonly string[]
}

/** Plans the fixes of everything fixable in a directory. */
export function planFor(root: string, strategy?: Strategy): FixPlan {
  const examination = examine(root)
  const fixable = examination.report.findings.filter((finding) => finding.fixable)
  return planFixes(internalsOf(examination), fixable, (overlay) => internalsOf(examine(root, { overlay })), strategy)
}

export function mend(files: Readonly<Record<string, unknown>>, strategy?: Strategy): Mended {
  const root = withTree(files)
  const plan = planFor(root, strategy)
  return { root, plan, after: Object.fromEntries(plan.files.map((f) => [f.file, f.after])), reasons: plan.notFixed.map((n) => n.reason) }
}

/** A Next application with these files beside `models/User.ts`, which refers to `models/Role.ts` by name. */
export function mendNext(files: Readonly<Record<string, string>>, variation: Variation = {}, strategy?: Strategy): Mended {
  return mend({ ...nextApp(variation), ...files }, strategy)
}

/** A text of these lines. */
export const lines = (...each: readonly string[]): string => each.map((line) => `${line}\n`).join('')

export const ROUTE = 'app/api/users/route.ts'
