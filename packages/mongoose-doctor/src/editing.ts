/** What an editor asks of an examination, beyond what was found. */
import { definitionsOf, mentionsIn, placesOf, type Mention } from './examination/mentions.ts'
import { internalsOf } from './examine.ts'
import { planFixes } from './fixes/plan.ts'
import { hasRuntime } from './fixes/choose/runtime-package.ts'
import { silence } from './fixes/silence.ts'
import type { FileChange, FixPlan } from './fixes/types.ts'
import type { Site } from './kernel/place.ts'
import type { Examination, Finding } from './kernel/report.ts'
import type { Strategy } from './kernel/strategies.ts'
import { examinerIn, type Session } from './session.ts'

export type { Mention } from './examination/mentions.ts'

/** What mends these findings together and leaves all others as they are; verified by examining the tree with it. */
export function planFor(session: Session, examination: Examination, findings: readonly Finding[], strategy: Strategy): FixPlan {
  return planFixes(internalsOf(examination), findings, examinerIn(session, examination), strategy)
}

/** Whether the strategies that load a model before a query can be used in a file: they write calls of a package. */
export function canLoad(examination: Examination, file: string): boolean {
  return hasRuntime(internalsOf(examination).context.project, file)
}

/** The comment that silences a finding; null where there is none. */
export function silencing(session: Session, examination: Examination, finding: Finding): FileChange | null {
  return silence(internalsOf(examination), finding, examinerIn(session, examination))
}

/** Where a file speaks of models. */
export function mentionsOf(examination: Examination, file: string): readonly Mention[] {
  return mentionsIn(internalsOf(examination).context, file)
}

/** Every place that speaks of a model by its name. */
export function placesOfModel(examination: Examination, model: string): ReturnType<typeof placesOf> {
  return placesOf(internalsOf(examination).context, model)
}

/** Where the model is defined that its name means in a file. */
export function definitionsFor(examination: Examination, model: string, from: string): readonly Site[] {
  return definitionsOf(internalsOf(examination).context, examination.report, model, from)
}
