/** What the command line asks of the rest of the program: handed in, so that tests need no analysis. */
import type { TimedOptions } from '../kernel/clock.ts'
import type { Examination, Finding } from '../kernel/report.ts'
import type { Written } from '../package-facts.ts'
import { examineFrom, examineOther, reexamine, reexamineOther, type From, type Reexamined } from '../reexamine.ts'
import { openDisk, type Disk } from '../disk/disk.ts'
import type { Environment } from '../git/base.ts'
import type { Changes } from '../git/changes.ts'
import type { SetUp } from '../init/plan.ts'
import type { Config } from '../project/config.ts'
import { mayBeConfigured } from '../project/config-file.ts'
import { refuseInterruptedAbove } from '../fixes/writing/interrupted.ts'
import { hasJournal } from '../fixes/writing/journal.ts'
import type { Recovered } from '../fixes/writing/recover.ts'
import type { FixPlan, ListKind, ModelList, Refusal } from '../fixes/types.ts'
import type { Verification } from '../kernel/verification.ts'
import type { VerifyOptions } from '../verify.ts'
import type { Strategy } from '../kernel/strategies.ts'

export type ModelLists = readonly (ModelList | Refusal)[]

export interface StagedTree {
  readonly disk: Disk
  readonly changes: Changes
}

export interface Engine {
  /** What the configuration of the directory says; null: there is none. @throws UsageError naming all that is wrong with it */
  config(disk: Disk): Config | null | Promise<Config | null>
  /** What has changed since this branch began, or since a commit. @throws UsageError when that is not known */
  changes(directory: string, ref: string | null, env: Environment): Changes | Promise<Changes>
  /** What is staged, as a disk of its own. @throws UsageError when that can't be read */
  staged(directory: string, env: Environment): StagedTree | Promise<StagedTree>
  /** Which findings a change can have to do with. */
  concernedBy(examination: Examination, changes: Changes): ((finding: Finding) => boolean) | Promise<(finding: Finding) => boolean>
  /** @param path of the file to write, absolute */
  writeFacts(directory: string, path: string): Written | Promise<Written>
  /**
   * The report, from what the last run left if nothing has changed.
   * @param directory absolute, and known to exist
   */
  report(directory: string, from: From, options?: TimedOptions): Reexamined | Promise<Reexamined>
  /** The same, and what can be asked beside. */
  examine(directory: string, from: From, options?: TimedOptions): Examination | Promise<Examination>
  /** The same two of a disk that gives other answers than what lies there; to the next run they leave nothing. */
  reportOn(disk: Disk, from: From, options?: TimedOptions): Reexamined | Promise<Reexamined>
  examineOn(disk: Disk, from: From, options?: TimedOptions): Examination | Promise<Examination>
  planFixes(examination: Examination, findings: readonly Finding[], strategy: Strategy): FixPlan | Promise<FixPlan>
  /** @param output relative to the examined directory; null: where it is, or beside the models */
  modelLists(examination: Examination, kind: ListKind, output: string | null): ModelLists | Promise<ModelLists>
  /** Compares builds with the examination. @throws UsageError when there is no build */
  verify(examination: Examination, options: VerifyOptions): Verification | Promise<Verification>
  /** What setting up a project would write. @throws UsageError when its package.json can't be understood */
  setUp(directory: string): SetUp | Promise<SetUp>
  writeFixes(root: string, plan: FixPlan): void | Promise<void>
  /** Those of the files that have changes which git could not bring back. */
  uncommitted(root: string, files: readonly string[]): readonly string[] | Promise<readonly string[]>
  /** Puts in order what an interrupted run left; null when there is nothing. @throws UsageError also when it was interrupted in a folder above */
  recover(root: string): Recovered | null | Promise<Recovered | null>
}

/** Loaded on demand: `--help` is quick, and a native parser that is not installed is a message instead of a stack. */
export async function loadEngine(): Promise<Engine> {
  return {
    async config(disk) {
      // Most projects have none.
      return mayBeConfigured(disk) ? (await import('../policy/project-config.ts')).projectConfig(disk) : null
    },
    report: reexamine,
    examine: async (directory, from, options) => (await examineFrom(directory, from, options)).examination,
    reportOn: reexamineOther,
    examineOn: examineOther,
    async changes(directory, ref, env) {
      return (await import('../git/changes.ts')).changesSince(directory, ref, env)
    },
    async staged(directory, env) {
      const [{ stagedChanges }, { stagedDisk }, { isNothing }] = await Promise.all([import('../git/changes.ts'), import('../git/staged-disk.ts'), import('../project/walk.ts')])
      const { changes, staged } = stagedChanges(directory, env)
      return { changes, disk: stagedDisk(openDisk(directory, true), staged, isNothing) }
    },
    async concernedBy(examination, changes) {
      const [{ concernedBy }, { internalsOf }] = await Promise.all([import('../rules/concerned.ts'), import('../examine.ts')])
      return concernedBy(internalsOf(examination).context, changes)
    },
    async writeFacts(directory, path) {
      return (await import('../package-facts.ts')).writePackageFacts(directory, path)
    },
    // Most runs mend nothing: what edits is loaded by those that do.
    async planFixes(examination, findings, strategy) {
      const [{ planFixes }, { internalsOf }, { examinerOf }] = await Promise.all([import('../fixes/plan.ts'), import('../examine.ts'), import('../recorded.ts')])
      const examine = examinerOf(examination)
      return planFixes(internalsOf(examination), findings, (texts) => internalsOf(examine(texts)), strategy)
    },
    async modelLists(examination, kind, output) {
      const [{ modelLists }, { internalsOf }] = await Promise.all([import('../fixes/edits/generate.ts'), import('../examine.ts')])
      return modelLists(internalsOf(examination), kind, output)
    },
    async verify(examination, options) {
      return (await import('../verify.ts')).verifyBuilds(examination, options)
    },
    async setUp(directory) {
      return (await import('../init/plan.ts')).setUp(directory)
    },
    async writeFixes(root, plan) {
      const { writeFixes } = await import('../fixes/writing/write.ts')
      return writeFixes(root, plan)
    },
    async uncommitted(root, files) {
      const { uncommitted } = await import('../fixes/writing/uncommitted.ts')
      return uncommitted(root, files)
    },
    async recover(root) {
      refuseInterruptedAbove(root)
      if (!hasJournal(root)) return null
      const { recover } = await import('../fixes/writing/recover.ts')
      return recover(root)
    },
  }
}
