/** From how many source files on memory is spared, for half as much CPU time again (docs/performance.md). */
const MANY = 8000

export const isLarge = (files: number): boolean => files >= MANY
