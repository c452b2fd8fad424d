/** Which modules a bundler may leave out when nothing of them is used. */
import picomatch from 'picomatch'
import { packageOf } from '../project/packages.ts'
import { child, isInstalled } from '../project/paths.ts'
import type { Compiler, Package, Project } from '../project/project.ts'
import type { Dropped, ModuleGraph, Target } from './graph.ts'

export interface Purity {
  /** Why `file` may be left out; null when importing it always evaluates it. */
  of(file: string): Extract<Dropped, { by: 'sideEffects' | 'optimizePackageImports' | 'unused' }> | null
  /** False when nothing that reaches Mongoose may be left out: then no use has to be counted. */
  readonly any: boolean
}

/**
 * `"sideEffects"` of the nearest package.json, and `optimizePackageImports`, which treats a package's barrels in the same way:
 * under webpack also for packages of the workspace; under Turbopack only for those in node_modules.
 */
export function createPurity(graph: ModuleGraph, project: Project, compiler: Compiler): Purity {
  if (!compiler.honoursSideEffects) return { of: () => null, any: false }
  const memo = new Map<string, ReturnType<Purity['of']>>()
  const leavesOut = compiler.leavesOutUnused === true
  const aliased = compiler.aliasesKeepEffects === true ? importedByAlias(graph, project) : null
  const packages = project.installed.length === 0 ? project.packages : [...project.packages, ...project.installed]
  const globs = new Map<Package, (path: string) => boolean>()

  function compute(file: string): ReturnType<Purity['of']> {
    const owner = packageOf({ packages }, file)
    // What a package.json says goes before what Nitro does by itself (observed).
    if (leavesOut && !isInstalled(file) && owner?.manifest['sideEffects'] === undefined) return { by: 'unused' }
    if (owner === null || aliased?.has(file) === true) return null
    let hasEffects = globs.get(owner)
    if (hasEffects === undefined) globs.set(owner, (hasEffects = matcher(owner.sideEffects)))
    const path = owner.dir === '' ? file : file.slice(owner.dir.length + 1)
    if (!hasEffects(path)) return { by: 'sideEffects', packageJson: child(owner.dir, 'package.json') }
    const { name } = owner
    if (name === null || (compiler.bundler !== 'webpack' && !isInstalled(file))) return null
    const optimized = compiler.optimizePackageImports.some((each) => each === name || each.startsWith(`${name}/`))
    return optimized && isBarrel(graph, file) ? { by: 'optimizePackageImports', package: name } : null
  }

  const of: Purity['of'] = (file) => {
    let known = memo.get(file)
    if (known === undefined) memo.set(file, (known = compute(file)))
    return known
  }
  if (leavesOut) return { of, any: true }
  const candidates = compiler.optimizePackageImports.length > 0 || packages.some((item) => item.sideEffects !== true)
  let any = false
  if (candidates) for (const module of graph.modules.values()) if (module.reachesMongoose && of(module.file) !== null) { any = true; break }
  return { of, any }
}

/** Files that their own package imports by something else than a relative path. */
function importedByAlias(graph: ModuleGraph, project: Project): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { file, facts, importTargets, exportTargets, dynamicTargets } of graph.modules.values()) {
    const note = (specifier: string, target: Target | null | undefined): void => {
      if (specifier.startsWith('.') || target?.kind !== 'file' || isInstalled(target.file)) return
      if (packageOf(project, file) === packageOf(project, target.file)) found.add(target.file)
    }
    facts.imports.forEach(({ specifier }, i) => note(specifier, importTargets[i]))
    facts.exports.forEach((fact, i) => { if (fact.kind !== 'local') note(fact.specifier, exportTargets[i]) })
    facts.dynamic.forEach(({ specifier }, i) => note(specifier, dynamicTargets[i]))
  }
  return found
}

/** webpack's reading of the field: a pattern without a slash matches in every folder, a leading `./` is optional. */
function matcher(sideEffects: boolean | readonly string[]): (path: string) => boolean {
  if (typeof sideEffects === 'boolean') return () => sideEffects
  const patterns = sideEffects.map((glob) => (glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`))
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true })
}

/** Nothing but imports and exports: code of its own makes Next leave a file alone. */
function isBarrel(graph: ModuleGraph, file: string): boolean {
  const exports = graph.modules.get(file)?.facts.exports ?? []
  return exports.length > 0 && graph.body(file)?.body.length === 0
}
