/** Writes a made-up application to a directory. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { otherFiles, type Size, sourceFiles } from './application.ts'

export interface Written {
  files: number
  bytes: number
}

/** @param directory must be empty, or not there */
export function writeApplication(directory: string, size: Size): Written {
  const folders = new Set<string>()
  const write = ({ path, text }: { path: string; text: string }): void => {
    const folder = dirname(join(directory, path))
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true })
    folders.add(folder)
    writeFileSync(join(directory, path), text)
  }
  const written = { files: 0, bytes: 0 }
  const areas = new Set<string>()
  for (const file of sourceFiles(size)) {
    write(file)
    written.files++
    written.bytes += Buffer.byteLength(file.text)
    const area = /^packages\/(?!ui\/)([^/]+)/.exec(file.path)?.[1]
    if (area) areas.add(area)
  }
  for (const file of otherFiles([...areas])) write(file)
  return written
}
