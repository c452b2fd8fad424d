/** Which programs does a PM2 ecosystem file start? */
import { isRecord, parseJsonc } from '../../json.ts'
import { parseConfig } from '../../parse-config.ts'
import { join } from '../../paths.ts'
import { exportedValue, type Static } from '../../static-value.ts'
import type { Tree } from '../../walk.ts'

/** @returns the `script` of each listed application, as written; empty when `name` is not such a file. */
export function pm2Scripts(tree: Tree, dir: string, name: string): string[] {
  if (!/\.(?:json5?|config\.[cm]?[jt]s)$/.test(name)) return []
  const file = join(dir, name)
  const text = file === null ? null : tree.read(file)
  if (file === null || text === null) return []
  if (/\.json5?$/.test(name)) {
    const parsed = parseJsonc(text)
    return 'reason' in parsed ? [] : scriptsIn(parsed.value)
  }
  const parsed = parseConfig(file, text)
  if ('reason' in parsed) return []
  try {
    return scriptsIn(plain(exportedValue(parsed.program)))
  } catch {
    return []
  }
}

function scriptsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(scriptsIn)
  if (!isRecord(value)) return []
  const { script, apps } = value
  return [...(typeof script === 'string' ? [script] : []), ...scriptsIn(apps)]
}

function plain(value: Static): unknown {
  if (value.kind === 'constant') return value.value
  if (value.kind === 'array') return value.items.map(plain)
  return value.kind === 'object' ? Object.fromEntries([...value.fields].map(([key, field]) => [key, plain(field)])) : null
}
