/** What can be made again from bytes is let go when enough else has been asked for since. */
export interface Forgetful {
  /** Whoever has it may keep it; asked again, it is an equal one. */
  forget(): void
}

/** @param most how many are kept */
export function keepingRecent(most: number): (one: Forgetful) => void {
  const recent: Forgetful[] = []
  let next = 0
  return (one) => {
    recent[next]?.forget()
    recent[next] = one
    next = (next + 1) % most
  }
}
