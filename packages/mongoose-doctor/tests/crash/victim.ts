/** What is killed: something that writes files, and a way to say whether they are sound afterwards. */
import type { Random } from './random.ts'

/** `work` writes; `resume` is the next run, which puts in order what was left, and may be killed as well. */
export type Stage = 'work' | 'resume'

/** `begun`: it writes now. `turned`: what it does counts from here on. */
export type Mark = 'begun' | 'turned'

/** How the processes of a round ended. */
export interface Ended {
  readonly killed: boolean
  readonly code: number | null
  readonly err: string
}

/**
 * To add one: a module that makes this, its child if it needs one, and a test in `crash.test.ts`. `Scene` is whatever it has to remember of one round.
 * What is wrong is thrown.
 */
export interface Victim<Scene> {
  readonly name: string
  /** Where its directories are made, if it needs a special place. */
  readonly place?: string
  /** Whether its child writes a byte into descriptor 3 when it begins; one that does not is watched by `reached`. */
  readonly signals: boolean
  /** Whether there is something to kill in the next run. */
  readonly resumes: boolean
  /** The share of rounds that are killed; in the others the child comes to its own end. */
  readonly kills: number
  /** Fills a new directory. @param isCalm nothing stands in the way of the work: it is only to be measured */
  setup(dir: string, random: Random, isCalm: boolean): Scene
  /** A program and its arguments. */
  command(scene: Scene, stage: Stage): readonly [string, ...string[]]
  /** Looked up while the child runs, as often as can be. */
  reached(scene: Scene, mark: Mark): boolean
  /** What somebody else does in the directory once it has begun. */
  meanwhile?(scene: Scene): void
  /** Right after the end of a process, before anything is put in order: each file is a whole one. @returns how far it had come, in a word */
  atRest(scene: Scene): string
  /** Lets the next run put things in order. @param landed what `atRest` gave for the first process. @returns what became of it, in few words */
  check(scene: Scene, landed: string, first: Ended): string
  /** Once, after all rounds. */
  dispose?(): void
}
