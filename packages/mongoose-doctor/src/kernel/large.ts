/** From how many source files on memory is spared: a program of fewer that one entry runs as a whole would pay for it (docs/performance.md). */
const MANY = 8000

export const isLarge = (files: number): boolean => files >= MANY
