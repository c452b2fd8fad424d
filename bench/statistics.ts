/** The few statistics that the tables use. */

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2
}

export interface Point {
  x: number
  y: number
}

/**
 * How y grows with x: the exponent k of y = c·x^k, by least squares on the logarithms. 1 is proportional growth, 2 is quadratic.
 * @returns null for fewer than two different x
 */
export function growthExponent(points: readonly Point[]): number | null {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }))
  const mean = (of: (point: Point) => number): number => logs.reduce((sum, point) => sum + of(point), 0) / logs.length
  const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) }
  const spread = mean(({ x }) => (x - middle.x) ** 2)
  if (!(spread > 0)) return null
  return mean(({ x, y }) => (x - middle.x) * (y - middle.y)) / spread
}
