/** What does next.config.* say that changes entries or imports? Read from the syntax tree. */
import type { Comment } from 'oxc-parser'
import { exportedConfig } from '../../exported-config.ts'
import { child } from '../../paths.ts'
import type { Problem } from '../../project.ts'
import type { Static } from '../../static-value.ts'
import type { Tree } from '../../walk.ts'

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
  const read = exportedConfig(tree, file)
  if ('reason' in read) return { config: defaults, problems: [{ file, at: read.at, reason: `This Next configuration ${read.reason}.` }] }
  const { root } = read
  const problems: Problem[] = []
  const code = withoutComments(read.text, read.comments)
  /** null: not set, as far as the text says. */
  const setting = (name: string, paths: readonly (readonly string[])[]): Static | null => {
    const found = paths.map((path) => fieldAt(root, path)).find((value) => value !== null)
    if (found !== undefined && found !== null && found.kind !== 'unknown') return found
    const mention = found?.at ?? code.search(new RegExp(`\\b${name}\\b`))
    if (mention >= 0) problems.push({ file, at: mention, reason: `'${name}' cannot be read without running this file.` })
    return null
  }
  const list = (name: string, paths: readonly (readonly string[])[]): readonly string[] | null => {
    const value = setting(name, paths)
    if (value === null) return null
    const items = value.kind === 'array' ? value.items.flatMap(textOf) : []
    if (value.kind !== 'array' || !value.whole || items.length < value.items.length) {
      problems.push({ file, at: value.at, reason: `'${name}' is not a list that can be read without running this file.` })
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
      optimizePackageImports: list('optimizePackageImports', [['experimental', 'optimizePackageImports']]) ?? [],
      instrumentationHook: hook?.kind === 'constant' && hook.value === true,
    },
    problems,
  }
}

const textOf = (value: Static): string[] => (value.kind === 'constant' && typeof value.value === 'string' ? [value.value] : [])

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
function withoutComments(text: string, comments: readonly Comment[]): string {
  let code = ''
  let from = 0
  for (const { start, end } of comments) {
    code += text.slice(from, start) + ' '.repeat(end - start)
    from = end
  }
  return code + text.slice(from)
}
