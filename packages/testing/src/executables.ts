/** Where is a command on this machine? */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']

/** @returns the path of the first of `names` on PATH or in `elsewhere`, or null */
export function findExecutable(names: string[], elsewhere: string[] = []): string | null {
  const directories = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...elsewhere]
  for (const name of names) {
    for (const directory of directories) {
      for (const extension of extensions) {
        const path = join(directory, name + extension)
        if (isExecutable(path)) return path
      }
    }
  }
  return null
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
