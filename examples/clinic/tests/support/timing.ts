/** Which of two requests takes longer, on a machine that does other things too. */

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Asks in turns, so that a slow moment of the machine meets both. */
export async function medianTimes<Name extends string>(turns: number, asks: Record<Name, (turn: number) => Promise<unknown>>): Promise<Record<Name, number>> {
  const names = Object.keys(asks) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let turn = 0; turn < turns; turn++) {
    for (const name of turn % 2 ? names : names.toReversed()) {
      const start = performance.now()
      await asks[name](turn)
      times[name].push(performance.now() - start)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>
}
