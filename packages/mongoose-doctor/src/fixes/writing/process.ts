/** Whether the process that wrote something still runs. */
import { readFileSync } from 'node:fs'

/**
 * When a process was started, as the system counts: with its number it is told from a later one that was given the same number.
 * @returns null where the system does not say
 */
export function startOf(pid: number): string | null {
  try {
    // After the name, which may hold brackets itself, this is the twentieth field: man 5 proc.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/**
 * Whether a process of that number runs, other than this one.
 * @param started what `startOf` gave for it; null when that is not known
 */
export function isAlive(pid: number, started: string | null): boolean {
  if (pid === process.pid || !Number.isSafeInteger(pid) || pid <= 0) return false
  const now = startOf(pid)
  if (started !== null && now !== null && started !== now) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
