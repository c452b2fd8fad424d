/** A file that is there whole or not at all, whenever the run is ended. */
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { statOf } from '../disk/stat.ts'
import { Writer } from './format.ts'
import { bornOf, type Born } from './pieces.ts'

/**
 * Never throws.
 * @param write what is to be in it
 * @returns null, or why it is not there
 */
export function replace(file: string, write: (writer: Writer, born: Born) => void): string | null {
  return replaced(file, (descriptor) => write(new Writer((bytes, at) => writeAll(descriptor, bytes, at)), bornOf(descriptor)))
}

/** The same for a text. */
export function replaceText(file: string, text: string): string | null {
  return replaced(file, (descriptor) => writeAll(descriptor, Buffer.from(text), 0))
}

function replaced(file: string, write: (descriptor: number) => void): string | null {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    const descriptor = openSync(temporary, 'wx', 0o644)
    try {
      write(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    remove(temporary)
    return error instanceof Error ? error.message : String(error)
  }
  clearLeftovers(file)
  return null
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done, bytes.length - done, at + done)
}

/** No run takes that long. */
const ABANDONED = 3_600_000

/** What runs that were killed while they wrote have left. */
function clearLeftovers(file: string): void {
  const dir = dirname(file)
  for (const name of namesIn(dir)) {
    if (!name.startsWith(`${basename(file)}.`) || !name.endsWith('.tmp')) continue
    const path = join(dir, name)
    const stat = statOf(path)
    if (stat !== null && Date.now() - stat.mtimeMs > ABANDONED) remove(path)
  }
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    // One may write into a folder that one may not list.
    return []
  }
}
