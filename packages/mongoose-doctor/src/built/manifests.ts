/** JSON files of a build: data of others, of which only what has the expected form is used. */
import type { Outputs } from './build.ts'

export type Manifest = Readonly<Record<string, unknown>>

/** @returns null when there is none, or it is no object */
export function readManifest(outputs: Outputs, file: string): Manifest | null {
  const text = outputs.read(file)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : null
  } catch {
    return null
  }
}

export const isManifest = (value: unknown): value is Manifest => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Its keys whose values are texts. */
export function strings(manifest: unknown): readonly (readonly [string, string])[] {
  return isManifest(manifest) ? Object.entries(manifest).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])) : []
}
