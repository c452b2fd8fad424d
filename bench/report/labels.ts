/** Where labels go so that none covers another. */

/**
 * Heights as close to the wanted ones as the gap allows, in the same order from top to bottom.
 * @param wanted in any order
 * @returns for each wanted height its place, between `top` and `bottom` if they fit
 */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height)
  const places = wanted.map(() => 0)
  let lowest = top - gap
  for (const { height, index } of order) {
    lowest = Math.max(height, lowest + gap)
    places[index] = lowest
  }
  let highest = bottom + gap
  for (const { index } of order.toReversed()) {
    highest = Math.min(places[index] ?? bottom, highest - gap)
    places[index] = highest
  }
  return places
}
