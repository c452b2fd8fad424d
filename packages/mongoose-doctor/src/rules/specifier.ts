/** How one file of the project would import another, in the style that the project itself uses. */
import path from 'node:path'
import type { ModuleGraph } from '../graph/graph.ts'

/** `@/models/Role` where such an alias is in use and leads there; else a relative path. */
export function specifierFor(graph: ModuleGraph, from: string, to: string): string {
  const own = aliasesIn(graph, from)
  const target = stripped(to)
  for (const [prefix, folder] of [...own, ...aliasesOfProject(graph, from)]) {
    if (!target.startsWith(folder)) continue
    const specifier = prefix + target.slice(folder.length)
    const found = graph.resolve(from, specifier)
    if (found.kind === 'file' && found.file === to) return withExtension(graph, from, specifier, to)
  }
  const relative = path.posix.relative(path.posix.dirname(from), target)
  return withExtension(graph, from, relative.startsWith('.') ? relative : `./${relative}`, to)
}

const stripped = (file: string): string => file.replace(/\/index\.[cm]?[jt]sx?$/, '').replace(/\.[cm]?[jt]sx?$/, '')

/** Prefix and folder of each aliased import of a file: `@/` → `src/`. */
function aliasesIn(graph: ModuleGraph, file: string): readonly (readonly [string, string])[] {
  const module = graph.modules.get(file)
  if (module === undefined) return []
  const pairs = module.facts.imports.flatMap((fact, i) => {
    const target = module.importTargets[i]
    if (target?.kind !== 'file' || fact.specifier.startsWith('.')) return []
    const pair = aliasOf(fact.specifier, target.file)
    return pair === null ? [] : [pair]
  })
  // Relative imports of project files in the same file speak for relative ones only where no alias is used.
  return pairs
}

function aliasesOfProject(graph: ModuleGraph, from: string): readonly (readonly [string, string])[] {
  const module = graph.modules.get(from)
  const usesRelative = module?.facts.imports.some((fact, i) => fact.specifier.startsWith('.') && module.importTargets[i]?.kind === 'file') ?? false
  if (usesRelative) return []
  for (const file of graph.modules.keys()) {
    const found = aliasesIn(graph, file)
    if (found.length > 0) return found
  }
  return []
}

/** The longest common tail of specifier and file is what the alias leaves as it is. */
function aliasOf(specifier: string, file: string): readonly [string, string] | null {
  const a = specifier.replace(/\.[cm]?[jt]sx?$/, '').split('/')
  const b = stripped(file).split('/')
  let n = 0
  while (n < a.length - 1 && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n++
  if (n === 0) return null
  const prefix = a.slice(0, a.length - n).join('/')
  const folder = b.slice(0, b.length - n).join('/')
  return [`${prefix}/`, folder === '' ? '' : `${folder}/`]
}

/** Projects for plain Node write extensions: then so do we, as the file's other imports do. */
function withExtension(graph: ModuleGraph, from: string, specifier: string, to: string): string {
  const module = graph.modules.get(from)
  const own = module?.facts.imports.flatMap((fact, i) => (module.importTargets[i]?.kind === 'file' ? [fact.specifier] : [])) ?? []
  const written = own.map((s) => /\.([cm]?[jt]sx?)$/.exec(s)?.[1]).filter((e) => e !== undefined)
  if (own.length === 0 || written.length < own.length) return specifier
  const real = /\.([cm]?[jt]sx?)$/.exec(to)?.[1] ?? 'js'
  const index = /\/index\.[cm]?[jt]sx?$/.test(to) ? '/index' : ''
  return `${specifier}${index}.${written.some((e) => e === 'js' || e === 'mjs') ? real.replace('ts', 'js').replace('x', '') : real}`
}
