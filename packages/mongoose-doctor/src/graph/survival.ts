/** What becomes of each import that is written down, under one compiler (truth/README.md 7–11). */
import type { Span } from '../kernel/place.ts'
import type { Compiler, Project } from '../project/project.ts'
import type { Dropped, Edge, ImportFact, Module, ModuleGraph, Target, Unresolved, World } from './graph.ts'
import { append } from './multimap.ts'
import { createPurity, type Purity } from './purity.ts'

/** An import or re-export of one module that leads to a module that reaches Mongoose. */
export interface Link {
  /** Its fate after the transpiler; bundler and boundary come later, for they depend on who asks. */
  readonly edge: Edge
  /** Index into facts.imports, or null for a re-export. */
  readonly import: number | null
  /** Index into facts.exports, or null for an import. */
  readonly export: number | null
}

/** A statement that loads a package. */
export interface PackageImport extends Span {
  /** Index into facts.imports, or null for a re-export. */
  readonly import: number | null
}

export interface Survival {
  /** Links in the order of the text, which is the order of evaluation. */
  links(file: string): readonly Link[]
  /** Imports that survive and lead nowhere. */
  unresolved(file: string): readonly Unresolved[]
  /** Imports and re-exports of an npm package that survive. */
  imports(file: string, name: string): readonly PackageImport[]
  /** Why the boundary between client and server drops this edge; null when it doesn't. */
  boundary(edge: Edge, world: World): Dropped | null
  readonly purity: Purity
}

const memos = new WeakMap<ModuleGraph, WeakMap<Compiler, Survival>>()

/** One for each (graph, compiler); everything in it is memoised. */
export function survivalOf(graph: ModuleGraph, project: Project, compiler: Compiler): Survival {
  let perCompiler = memos.get(graph)
  if (perCompiler === undefined) memos.set(graph, (perCompiler = new WeakMap()))
  let survival = perCompiler.get(compiler)
  if (survival === undefined) perCompiler.set(compiler, (survival = createSurvival(graph, project, compiler)))
  return survival
}

function createSurvival(graph: ModuleGraph, project: Project, compiler: Compiler): Survival {
  const links = new Map<string, readonly Link[]>()
  const lost = new Map<string, readonly Unresolved[]>()
  const leadNowhere = new Map<string, Unresolved[]>()
  for (const each of graph.unresolved) append(leadNowhere, each.file, each)
  return {
    purity: createPurity(graph, project, compiler),
    links(file) {
      let known = links.get(file)
      if (known === undefined) links.set(file, (known = linksOf(graph, compiler, file)))
      return known
    },
    unresolved(file) {
      let known = lost.get(file)
      if (known === undefined) lost.set(file, (known = unresolvedOf(graph, compiler, file, leadNowhere.get(file) ?? [])))
      return known
    },
    imports: (file, name) => importsOf(graph, compiler, file, name),
    boundary(edge, world) {
      if (world === 'plain' || compiler.bundler === 'none') return null
      const directive = world === 'server' ? 'use client' : 'use server'
      if (graph.modules.get(edge.to)?.facts.directives.includes(directive) !== true) return null
      return { by: world === 'server' ? 'use-client' : 'use-server' }
    },
  }
}

function linksOf(graph: ModuleGraph, compiler: Compiler, file: string): readonly Link[] {
  const module = graph.modules.get(file)
  if (module === undefined || !module.reachesMongoose) return []
  const links: Link[] = []
  for (const [i, fact] of module.facts.imports.entries()) {
    const target = module.importTargets[i]
    if (target?.kind !== 'file' || graph.modules.get(target.file)?.reachesMongoose !== true) continue
    const dropped = fateOfImport(graph, compiler, module, fact, i)
    // No framework writes an import for a name that is only a type, a comment or a name of the file's own.
    if (fact.automatic === 'unwritten' && dropped !== null) continue
    links.push({ edge: { from: file, to: target.file, at: fact, specifier: fact.specifier, dropped }, import: i, export: null })
  }
  for (const [i, fact] of module.facts.exports.entries()) {
    const target = module.exportTargets[i]
    if (fact.kind === 'local' || target?.kind !== 'file' || graph.modules.get(target.file)?.reachesMongoose !== true) continue
    const dropped: Dropped | null = fact.typeOnly ? { by: 'type-only' } : null
    links.push({ edge: { from: file, to: target.file, at: fact, specifier: fact.specifier, dropped }, import: null, export: i })
  }
  return links.sort((a, b) => a.edge.at.start - b.edge.at.start)
}

function unresolvedOf(graph: ModuleGraph, compiler: Compiler, file: string, written: readonly Unresolved[]): readonly Unresolved[] {
  const module = graph.modules.get(file)
  if (module === undefined) return []
  return written.filter(({ at, wrongCase }) => {
    const i = module.facts.imports.findIndex((fact) => fact.start === at.start)
    const fact = module.facts.imports[i]
    // What is loaded on the way may be there or not; a file that other disks find is meant to be there.
    if (fact === undefined) return module.facts.exports.some((each) => each.start === at.start) || (wrongCase !== null && module.facts.dynamic.some((each) => each.start === at.start))
    return fateOfImport(graph, compiler, module, fact, i) === null
  })
}

function importsOf(graph: ModuleGraph, compiler: Compiler, file: string, name: string): readonly PackageImport[] {
  const module = graph.modules.get(file)
  if (module === undefined) return []
  const isIt = (target: Target | null | undefined): boolean => target?.kind === 'external' && target.name === name
  return [
    ...module.facts.imports.flatMap((fact, i) => (isIt(module.importTargets[i]) && fateOfImport(graph, compiler, module, fact, i) === null ? [{ start: fact.start, end: fact.end, import: i }] : [])),
    ...module.facts.exports.flatMap((fact, i) => (isIt(module.exportTargets[i]) && !fact.typeOnly ? [{ start: fact.start, end: fact.end, import: null }] : [])),
  ]
}

/** What the transpiler makes of one import statement: JavaScript keeps all; TypeScript erases what no value needs. */
function fateOfImport(graph: ModuleGraph, compiler: Compiler, module: Module, fact: ImportFact, index: number): Dropped | null {
  if (fact.typeOnly) return { by: 'type-only' }
  // One that nothing in the file needs is not added at all.
  if (fact.automatic === undefined && (!module.facts.typescript || fact.sideEffectOnly || compiler.keepsUnusedImports(module.file))) return null
  if (fact.importEquals && compiler.keepsUnusedImportEquals) return null
  if (fact.names.length > 0 && fact.names.every((name) => name.typeOnly)) return { by: 'type-only' }
  const body = graph.body(module.file)
  // Unknown is reported elsewhere; nothing may be said to be missing because of it.
  if (body === null) return null
  const describes = compiler.emitsMetadata?.(module.file) === true
  return body.imports.some((each) => each.statement === index && (each.valueUses > 0 || (describes && each.described))) ? null : { by: 'elided' }
}
