/**
 * Makes a load that runs once however many ask for it, and again only if it failed.
 * @param load does the work; what it throws or rejects with goes to everyone who asked meanwhile
 */
export function once<T>(load: () => T | PromiseLike<T>): () => Promise<T> {
  let flight: Promise<T> | undefined
  return () => {
    if (flight) return flight
    const started = (async () => load())()
    flight = started
    started.catch(() => {
      flight = undefined
    })
    return started
  }
}
