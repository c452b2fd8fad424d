/** Between the URIs of an editor and paths. What is no file has no path. */
import { fileURLToPath, pathToFileURL } from 'node:url'

/** null: not of the `file:` scheme, of another host, or malformed. */
export function pathOf(uri: string): string | null {
  try {
    return drive(fileURLToPath(uri))
  } catch {
    return null
  }
}

export const uriOf = (path: string): string => pathToFileURL(path).href

/** Editors write the letter of a drive as they like. */
const drive = (path: string): string => path.replace(/^[a-z]:/, (letter) => letter.toUpperCase())
