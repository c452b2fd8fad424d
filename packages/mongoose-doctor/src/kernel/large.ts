/** From how many files on memory counts for more than a tenth of the CPU time. */
const MANY = 5000

export const isLarge = (files: number): boolean => files >= MANY
