/** What does next.config.* say that changes entries or imports? Read from the syntax tree. */
import { parseSync, type ParseResult } from 'oxc-parser'
import { child } from './paths.ts'
import type { Problem } from './project.ts'
import { exportedValue, type Static } from './static-value.ts'
import type { Tree } from './walk.ts'

export interface NextConfig {
  /** null when there is none. */
  readonly file: string | null
  readonly pageExtensions: readonly string[]
  readonly transpilePackages: readonly string[]
  readonly optimizePackageImports: readonly string[]
  /** `experimental.instrumentationHook`: before Next 15 instrumentation.ts did nothing without it. */
  readonly instrumentationHook: boolean
}

const DEFAULT_PAGE_EXTENSIONS = ['tsx', 'ts', 'jsx', 'js']

/** Next's own order. */
const NAMES = ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.mts', 'next.config.cjs', 'next.config.cts']

/** The configuration of the application in `dir`; what is there but not constant is a problem, and the default is taken. */
export function readNextConfig(tree: Tree, dir: string): { config: NextConfig; problems: Problem[] } {
  const file = NAMES.map((name) => child(dir, name)).find((name) => tree.has(name)) ?? null
  const defaults: NextConfig = {
    file, pageExtensions: DEFAULT_PAGE_EXTENSIONS, transpilePackages: [], optimizePackageImports: [], instrumentationHook: false,
  }
  if (file === null) return { config: defaults, problems: [] }
  const text = tree.read(file)
  if (text === null) return { config: defaults, problems: [{ file, at: null, reason: 'This Next configuration could not be opened.' }] }

  let parsed: ParseResult
  let root: Static
  try {
    parsed = parseSync(file, text, { sourceType: /\.c[jt]s$/.test(file) ? 'commonjs' : 'unambiguous' })
    const error = parsed.errors.find((item) => item.severity === 'Error')
    if (error !== undefined) {
      const at = error.labels[0]?.start ?? null
      return { config: defaults, problems: [{ file, at, reason: `This Next configuration could not be parsed: ${error.message}.` }] }
    }
    root = exportedValue(parsed.program)
  } catch {
    return { config: defaults, problems: [{ file, at: null, reason: 'This Next configuration is nested too deeply to be read.' }] }
  }

  const problems: Problem[] = []
  const code = withoutComments(text, parsed)
  /** null: not set, as far as the text says. */
  const setting = (name: string, paths: readonly (readonly string[])[]): Static | null => {
    const found = paths.map((path) => fieldAt(root, path)).find((value) => value !== null)
    if (found !== undefined && found !== null && found.kind !== 'unknown') return found
    const mention = found?.at ?? code.search(new RegExp(`\\b${name}\\b`))
    if (mention >= 0) problems.push({ file, at: mention, reason: `'${name}' is not a constant that can be read without running this file.` })
    return null
  }
  const list = (name: string, paths: readonly (readonly string[])[]): readonly string[] | null => {
    const value = setting(name, paths)
    if (value === null) return null
    const items = value.kind === 'array' ? value.items.flatMap((item) => (item.kind === 'constant' && typeof item.value === 'string' ? [item.value] : [])) : []
    if (value.kind !== 'array' || !value.whole || items.length < value.items.length) {
      problems.push({ file, at: value.at, reason: `'${name}' is not a list of constants that can be read without running this file.` })
    }
    return value.kind === 'array' ? items : null
  }

  const pageExtensions = list('pageExtensions', [['pageExtensions']])
  const hook = setting('instrumentationHook', [['experimental', 'instrumentationHook']])
  return {
    config: {
      file,
      pageExtensions: pageExtensions === null || pageExtensions.length === 0 ? DEFAULT_PAGE_EXTENSIONS : pageExtensions,
      transpilePackages: list('transpilePackages', [['transpilePackages'], ['experimental', 'transpilePackages']]) ?? [],
      optimizePackageImports: list('optimizePackageImports', [['experimental', 'optimizePackageImports'], ['optimizePackageImports']]) ?? [],
      instrumentationHook: hook?.kind === 'constant' && hook.value === true,
    },
    problems,
  }
}

function fieldAt(root: Static, path: readonly string[]): Static | null {
  let at: Static = root
  for (const key of path) {
    const next: Static | undefined = at.kind === 'object' ? at.fields.get(key) : undefined
    if (next === undefined) return null
    at = next
  }
  return at
}

/** A commented-out setting is not one. Offsets stay. */
function withoutComments(text: string, parsed: ParseResult): string {
  let code = ''
  let from = 0
  for (const { start, end } of parsed.comments) {
    code += text.slice(from, start) + ' '.repeat(end - start)
    from = end
  }
  return code + text.slice(from)
}
