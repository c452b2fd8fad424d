/** One victim, again and again: made, killed, put in order, checked. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { randomFrom } from './random.ts'
import type { Random } from './random.ts'
import { measure, strike } from './strike.ts'
import type { Durations, Moment, Run } from './strike.ts'
import type { Ended, Stage, Victim } from './victim.ts'

export interface Figures {
  readonly victim: string
  rounds: number
  /** Rounds whose writer was killed. */
  kills: number
  /** Kills of the run that puts things in order. */
  furtherKills: number
  /** How far the writers had come → what became of it → rounds. */
  readonly outcomes: Map<string, Map<string, number>>
}

/** How many rounds, or how many kills: whichever comes last. */
export interface Amount { readonly rounds: number; readonly kills: number }

/**
 * @param dir where the rounds are made, if the victim wants no other place
 * @throws an Error that names the seed, the round and the directory, which is left as it is
 */
export async function playRounds<Scene>(victim: Victim<Scene>, dir: string, seed: number, amount: Amount, told: (figures: Figures) => void = () => {}): Promise<Figures> {
  const figures: Figures = { victim: victim.name, rounds: 0, kills: 0, furtherKills: 0, outcomes: new Map() }
  const place = realpathSync(victim.place ?? dir)
  const durations = await calibrate(victim, place, seed, amount.rounds + amount.kills > 100 ? 5 : 1)
  while (figures.rounds < amount.rounds || figures.kills < amount.kills) {
    const root = mkdtempSync(join(place, 'round-'))
    try {
      // oxlint-disable-next-line no-await-in-loop -- two processes at a time would disturb each other's moments
      await playRound(victim, root, randomFrom(seed * 1_000_003 + figures.rounds), durations, figures)
    } catch (error) {
      throw new Error(`${victim.name}, seed ${seed}, round ${figures.rounds}, left in ${root}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    rmSync(root, { recursive: true, force: true })
    figures.rounds++
    told(figures)
  }
  return figures
}

async function playRound<Scene>(victim: Victim<Scene>, root: string, random: Random, durations: Record<Stage, Durations>, figures: Figures): Promise<void> {
  const scene = victim.setup(root, random, false)
  const kill = async (stage: Stage): Promise<Ended> => {
    const moment = momentFor(random, durations[stage])
    const ended = await strike(runOf(victim, scene, stage), moment)
    const isInTime = ended.killed && (moment.after === 'start' || moment.after === 'signal' || victim.reached(scene, 'begun'))
    durations[stage] = adapted(durations[stage], moment.after, isInTime)
    return ended
  }
  const first = random.next() < victim.kills ? await kill('work') : await strike(runOf(victim, scene, 'work'), null)
  const landed = victim.atRest(scene)
  if (first.killed) figures.kills++
  // One round in four is killed twice, one in sixteen three times.
  while (victim.resumes && random.next() < 0.25) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    const { killed } = await kill('resume')
    victim.atRest(scene)
    if (killed) figures.furtherKills++
  }
  const outcome = victim.check(scene, landed, first)
  const of = `${landed}${first.killed ? '' : ' (not killed)'}`
  const outcomes = figures.outcomes.get(of) ?? new Map<string, number>()
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  figures.outcomes.set(of, outcomes)
}

/** Most moments lie within the writing, many of them in its last part, which is short: it is there that files are replaced. */
function momentFor(random: Random, durations: Durations): Moment {
  const kind = random.next()
  const after = kind < 0.06 ? 'start' : kind < 0.16 ? 'signal' : kind < 0.55 ? 'begun' : 'turned'
  return { after, delay: random.next() * durations[after] }
}

/** How quick the machine is changes while others use it. About one moment in six comes too late in the end. */
const adapted = (durations: Durations, after: Moment['after'], isInTime: boolean): Durations => ({ ...durations, [after]: durations[after] * (isInTime ? 1.01 : 0.95) })

function runOf<Scene>(victim: Victim<Scene>, scene: Scene, stage: Stage): Run {
  return {
    command: victim.command(scene, stage), signals: victim.signals, reached: (mark) => victim.reached(scene, mark),
    ...(stage === 'work' && victim.meanwhile !== undefined ? { meanwhile: () => victim.meanwhile?.(scene) } : {}),
  }
}

/** The median of a few runs that are left alone; for the next run, of some after a kill. */
async function calibrate<Scene>(victim: Victim<Scene>, place: string, seed: number, times: number): Promise<Record<Stage, Durations>> {
  const measured: Record<Stage, Durations[]> = { work: [], resume: [] }
  for (let at = 0; at < times; at++) {
    const root = join(place, 'calibration')
    const fresh = (): Scene => {
      rmSync(root, { recursive: true, force: true })
      mkdirSync(root)
      return victim.setup(root, randomFrom(seed + at), true)
    }
    const scene = fresh()
    /* oxlint-disable no-await-in-loop -- two at a time would slow each other down */
    measured.work.push(await measure(runOf(victim, scene, 'work')))
    if (victim.resumes) {
      const again = fresh()
      await strike(runOf(victim, again, 'work'), { after: 'turned', delay: 0 })
      measured.resume.push(await measure(runOf(victim, again, 'resume')))
    }
    /* oxlint-enable no-await-in-loop */
    rmSync(root, { recursive: true, force: true })
  }
  return { work: median(measured.work), resume: median(measured.resume) }
}

function median(all: readonly Durations[]): Durations {
  const of = (mark: Moment['after']): number => all.map((one) => one[mark]).sort((a, b) => a - b)[all.length >> 1] ?? 0
  return { start: of('start'), signal: of('signal'), begun: of('begun'), turned: of('turned') }
}
