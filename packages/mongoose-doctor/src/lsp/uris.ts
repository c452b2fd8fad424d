/** Between the URIs of an editor and paths. What is no file has no path. */
import { parse } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Without a slash at its end. null: not of the `file:` scheme, of another host, or malformed. */
export function pathOf(uri: string): string | null {
  try {
    const path = drive(fileURLToPath(uri))
    return path === parse(path).root ? path : path.replace(/[\\/]$/, '')
  } catch {
    return null
  }
}

export const uriOf = (path: string): string => pathToFileURL(path).href

/** Editors write the letter of a drive as they like. */
const drive = (path: string): string => path.replace(/^[a-z]:/, (letter) => letter.toUpperCase())
