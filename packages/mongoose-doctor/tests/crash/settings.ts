/** How many are killed: a few in `npm test`, or what `npm run crash -- --kills N --seed S` says. */
import type { Amount, Figures } from './rounds.ts'

const wanted = Number(process.env['CRASH_KILLS'] ?? 0)
/** Whether this is `npm run crash`. */
export const isCampaign = wanted > 0
const kills = isCampaign ? wanted : 16

/** Moments depend on the machine as well: a seed repeats the trees, and only roughly the moments. */
export const seed = Number(process.env['CRASH_SEED'] ?? 1)

/** Shares of it: `small` and `large` are the writes that nothing disturbs. */
export const amounts = {
  small: { rounds: 0, kills: Math.ceil(kills * 0.8) },
  large: { rounds: 0, kills: Math.ceil(kills * 0.2) },
  contested: { rounds: Math.ceil(kills / 8), kills: 0 },
  cache: { rounds: 0, kills },
  output: { rounds: 0, kills: Math.ceil(kills / 4) },
  full: { rounds: Math.ceil(kills / 12), kills: 0 },
  cli: { rounds: 0, kills: isCampaign ? Math.ceil(kills * 0.03) : 2 },
} satisfies Readonly<Record<string, Amount>>

export const timeout = 120_000 + wanted * 2000

/** Where `npm run crash` is followed: a line every 500 rounds, and everything at the end. */
export function follow(figures: Figures, isEnd = false): void {
  if (!isCampaign || (!isEnd && figures.rounds % 500 !== 0)) return
  const { victim, rounds, outcomes } = figures
  const head = `${victim}: ${rounds} rounds, ${figures.kills} killed, ${figures.furtherKills} kills of the run after it\n`
  const lines = [...outcomes].flatMap(([landed, of]) => [...of].map(([outcome, count]) => `${String(count).padStart(7)}  ${landed} → ${outcome}\n`))
  process.stderr.write(isEnd ? `${head}${lines.sort().reverse().join('')}` : head)
}
