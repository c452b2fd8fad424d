/** Where a configuration may be. Without its parser, which takes longer to load than most runs look for one. */
import type { Disk } from '../disk/disk.ts'

export const CONFIG_FILES = ['mongoose-doctor.jsonc', 'mongoose-doctor.json'] as const
export const CONFIG_KEY = 'mongoose-doctor'

export const isConfigFile = (name: string): boolean => CONFIG_FILES.some((file) => file === name)

/** Whether the examined directory itself may have one: `config.ts` knows. */
export function mayBeConfigured(disk: Disk): boolean {
  return CONFIG_FILES.some((file) => disk.kind(file) !== null) || hasKey(disk.read('package.json') ?? '')
}

function hasKey(manifest: string): boolean {
  // Among the dependencies it is a key too.
  if (!manifest.includes(`"${CONFIG_KEY}"`)) return false
  try {
    const value: unknown = JSON.parse(manifest.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && Object.hasOwn(value, CONFIG_KEY)
  } catch {
    return true
  }
}
