/** The mongoose-doctor of a project: that which its command line and its CI run, so that all say the same. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Server {
  /** The file that Node runs. */
  readonly main: string
  readonly version: string
  /** Says when there is another one. */
  readonly packageJson: string
}

/** From the folder up, as Node looks for packages; null: there is none. */
export function findServer(folder: string): Server | null {
  for (const dir of upwards(folder)) {
    const packageJson = packageJsonIn(dir)
    const manifest = readJson(packageJson)
    const main = manifest === null ? null : mainOf(manifest)
    if (main !== null) return { main: join(dirname(packageJson), main), version: String(manifest?.['version'] ?? 'of no version'), packageJson }
  }
  return null
}

/** Where it says what it is, once it is installed there. */
export const packageJsonIn = (folder: string): string => join(folder, 'node_modules/mongoose-doctor/package.json')

/** Whether the folder's own package, or one above it, depends on Mongoose: then it is worth a word that mongoose-doctor is missing. */
export function usesMongoose(folder: string): boolean {
  return upwards(folder).some((dir) => {
    const manifest = readJson(join(dir, 'package.json'))
    return ['dependencies', 'devDependencies'].some((kind) => Object.hasOwn(objectOf(manifest?.[kind]), 'mongoose'))
  })
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...upwards(above)]
}

function mainOf({ bin }: Readonly<Record<string, unknown>>): string | null {
  const main = typeof bin === 'string' ? bin : objectOf(bin)['mongoose-doctor']
  return typeof main === 'string' ? main : null
}

/** null: missing, or no object. */
function readJson(file: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {})
