/** AWS Lambda: serverless.yml of the Serverless Framework, template.yaml of SAM. `Handler` is a file and the export that is called. */
import { isRecord, parseJson } from '../../json.ts'
import { packageAt } from '../../packages.ts'
import { parseConfig } from '../../parse-config.ts'
import { basename, child, join, parent } from '../../paths.ts'
import type { Problem } from '../../project.ts'
import { sourceOf } from '../../source-of.ts'
import { exportedValue, type Static } from '../../static-value.ts'
import { isMapping, readYaml, yamlAt, type Yaml } from '../../yaml.ts'
import type { Around } from '../adapter.ts'
import { NONE, type Deployed, type Functions, type Platform } from './platform.ts'

export const serverlessFramework: Platform = (around, file) => {
  const dir = parent(file) ?? ''
  const config = configOf(around, file)
  const parts = partsOf(around, dir, yamlAt(config, 'functions'))
  const all = parts.flatMap((part) => (isMapping(part) ? Object.values(part) : []))
  const version = yamlAt(config, 'frameworkVersion')
  const plugins = JSON.stringify(yamlAt(config, 'plugins') ?? '')
  // From version 4 on it bundles by itself.
  const bundled = /serverless-(?:esbuild|bundle|webpack)/.test(plugins) || (typeof version === 'string' && /(?:^|\D)4(?:\D|$)/.test(version))
  return handlers(around, file, all.flatMap((one) => { const handler = yamlAt(one, 'handler'); return typeof handler === 'string' ? [{ handler, dir }] : [] }), bundled)
}

/** `functions: ${file(functions.yml)}`, and a list of these. */
function partsOf(around: Around, dir: string, functions: Yaml | undefined): readonly Yaml[] {
  if (Array.isArray(functions)) return functions.flatMap((part: Yaml) => partsOf(around, dir, part))
  if (typeof functions !== 'string') return functions === undefined ? [] : [functions]
  const [, name, key] = /^\$\{file\(([^)]+)\)(?::([\w.]+))?\}$/.exec(functions) ?? []
  const path = name === undefined ? null : join(dir, name.trim())
  const text = path === null ? null : around.tree.read(path)
  if (text === null) return []
  const part = key === undefined ? readYaml(text) : yamlAt(readYaml(text), ...key.split('.'))
  return part === undefined ? [] : [part]
}

function configOf({ tree }: Around, file: string): Yaml {
  const text = tree.read(file) ?? ''
  if (file.endsWith('.json')) {
    const parsed = parseJson(text)
    return 'reason' in parsed ? '' : plain(parsed.value)
  }
  if (!/\.[cm]?[jt]s$/.test(file)) return readYaml(text)
  const parsed = parseConfig(file, text)
  if ('reason' in parsed) return ''
  try {
    return ofStatic(exportedValue(parsed.program))
  } catch {
    return ''
  }
}

function plain(value: unknown): Yaml {
  if (Array.isArray(value)) return value.map(plain)
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)])) : String(value)
}

function ofStatic(value: Static): Yaml {
  if (value.kind === 'constant') return String(value.value)
  if (value.kind === 'array') return value.items.map(ofStatic)
  return value.kind === 'object' ? Object.fromEntries([...value.fields].map(([key, field]) => [key, ofStatic(field)])) : ''
}

/** Only a template with functions in it is one of SAM. */
export const sam: Platform = (around, file) => {
  const text = around.tree.read(file) ?? ''
  if (!text.includes('AWS::Serverless::Function')) return NONE
  const template = readYaml(text)
  const globals = yamlAt(template, 'Globals', 'Function')
  const resources = yamlAt(template, 'Resources')
  const found = (isMapping(resources) ? Object.values(resources) : []).filter((one) => yamlAt(one, 'Type') === 'AWS::Serverless::Function').flatMap((one) => {
    const of = (key: string): Yaml | undefined => yamlAt(one, 'Properties', key) ?? yamlAt(globals, key)
    const [handler, code] = [of('Handler'), of('CodeUri')]
    if (typeof handler !== 'string') return []
    const dir = join(parent(file) ?? '', typeof code === 'string' ? code.replace(/\/$/, '') : '.')
    return dir === null ? [] : [{ handler, dir, bundled: yamlAt(one, 'Metadata', 'BuildMethod') === 'esbuild' }]
  })
  const results = found.map((one) => handlers(around, file, [one], one.bundled))
  return { functions: results.flatMap(({ functions }) => functions), problems: results.flatMap(({ problems }) => problems) }
}

function handlers({ tree, packages, tsconfigs }: Around, config: string, list: readonly { readonly handler: string; readonly dir: string }[], bundled: boolean): Functions {
  const functions: Deployed[] = []
  const problems: Problem[] = []
  for (const { handler, dir } of list) {
    const dot = handler.lastIndexOf('.')
    const name = handler.slice(0, dot)
    // What other languages have is nobody's business here.
    if (dot <= 0 || basename(name) === '') continue
    const home = packageAt(packages, dir)?.dir ?? ''
    const source = sourceOf(tree, name, dir, home, tsconfigs.allIn(home)) ?? sourceOf(tree, child('src', name), dir, home, tsconfigs.allIn(home))
    if (source !== null) functions.push({ file: source, calls: [handler.slice(dot + 1)], bundled })
    else if (!name.includes('$') && !/\.(?:py|rb|go|java|handler)$/.test(name)) problems.push({ file: config, at: null, reason: `The source of the function '${handler}' was not found.` })
  }
  return { functions, problems }
}
