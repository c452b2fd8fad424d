/** What Mocha's own configuration says (`.mocharc.*`, and `mocha` in package.json), as the options that the command line would have. */
import { exportedConfig } from './exported-config.ts'
import { isRecord, parseJsonc } from './json.ts'
import { child } from './paths.ts'
import type { Package } from './project.ts'
import type { Static } from './static-value.ts'
import { isMapping, readYaml } from './yaml.ts'

export type Read = (file: string) => string | null

/** In the order in which Mocha 11 looks for them: the first that is there counts. */
const FILES = ['cjs', 'js', 'yaml', 'yml', 'jsonc', 'json'].map((end) => `.mocharc.${end}`)
/** Those that matter for what is watched and loaded. */
const LISTS = new Set(['require', 'import', 'extension', 'watch-files'])
const SWITCHES = new Set(['watch', 'recursive'])

/** Mocha adds lists of all of its places together. */
export function mochaSettings(read: Read, item: Package): readonly string[] {
  const file = FILES.map((name) => child(item.dir, name)).find((name) => read(name) !== null)
  return [file === undefined ? null : settingsOf(read, file), item.manifest['mocha']].flatMap((settings) => (isRecord(settings) ? optionsOf(settings) : []))
}

function settingsOf(read: Read, file: string): unknown {
  const text = read(file) ?? ''
  if (/\.ya?ml$/.test(file)) {
    const yaml = readYaml(text)
    return isMapping(yaml) ? Object.fromEntries(Object.entries(yaml).map(([key, value]) => [key, typeof value === 'string' ? plainOf(value) : value])) : null
  }
  if (file.includes('.json')) {
    const parsed = parseJsonc(text)
    return 'value' in parsed ? parsed.value : null
  }
  const config = exportedConfig({ read }, file)
  return 'root' in config ? valueOf(config.root) : null
}

/** `[a, b]` on one line, `true`. */
function plainOf(text: string): unknown {
  if (text.startsWith('[')) return text.replaceAll(/[[\]]/g, '').split(',').map((one) => one.trim().replaceAll(/^["']|["']$/g, ''))
  return text === 'true' || text === 'false' ? text === 'true' : text
}

function valueOf(value: Static): unknown {
  switch (value.kind) {
    case 'constant': return value.value
    case 'array': return value.items.map(valueOf)
    case 'object': return Object.fromEntries([...value.fields].map(([key, field]) => [key, valueOf(field)]))
    default: return null
  }
}

function optionsOf(settings: Record<string, unknown>): readonly string[] {
  return Object.entries(settings).flatMap(([given, value]) => {
    const name = LONG[given] ?? given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
    if (name === 'spec') return texts
    if (LISTS.has(name)) return texts.map((text) => `--${name}=${text}`)
    return SWITCHES.has(name) && value === true ? [`--${name}`] : []
  })
}
const LONG: Readonly<Record<string, string>> = { r: 'require', w: 'watch' }
