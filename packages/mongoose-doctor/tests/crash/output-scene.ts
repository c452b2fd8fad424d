/** What the child of `output-victim.ts` writes, and what it finds: large enough that writing takes its time. */
export type Turn = 'old' | 'new'

export function reportOf(turn: Turn): string {
  return `${turn}\n`.repeat(4_000_000)
}
