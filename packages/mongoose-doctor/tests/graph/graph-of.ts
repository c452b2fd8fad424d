import { buildGraph } from '../../src/graph/build.ts'
import { evaluated } from '../../src/graph/evaluation.ts'
import type { Edge, EntryPoint, ModuleGraph, World } from '../../src/graph/graph.ts'
import type { Compiler, Project } from '../../src/project/project.ts'
import { projectIn } from '../helpers/project.ts'
import { withTree } from '../helpers/tree.ts'

export const turbopack: Compiler = {
  bundler: 'turbopack', keepsUnusedImports: () => false, keepsUnusedImportEquals: false, stripsTypes: false, honoursSideEffects: true,
  optimizePackageImports: [], transpilePackages: [], label: 'Next with Turbopack',
}
export const webpack: Compiler = { ...turbopack, bundler: 'webpack', label: 'Next with webpack' }
export const node: Compiler = { ...turbopack, bundler: 'none', keepsUnusedImportEquals: true, honoursSideEffects: false, label: 'Node' }

export interface Made {
  readonly project: Project
  readonly graph: ModuleGraph
  /** The modules that these entries evaluate, in order. */
  readonly run: (compiler: Compiler, entries: readonly (string | EntryPoint)[], world?: World) => readonly string[]
  /** `from → to: reason` of every dropped edge. */
  readonly dropped: (compiler: Compiler, entries: readonly (string | EntryPoint)[], world?: World) => readonly string[]
}

export function graphOf(files: Readonly<Record<string, unknown>>): Made {
  const project = projectIn(withTree(files))
  const graph = buildGraph(project)
  return {
    project, graph,
    run: (compiler, entries, world) => evaluated(graph, project, compiler, entries, world).modules,
    dropped: (compiler, entries, world) => evaluated(graph, project, compiler, entries, world).edges.flatMap((edge) => line(edge) ?? []),
  }
}

const line = ({ from, to, dropped }: Edge): string | null => (dropped === null ? null : `${from} → ${to}: ${dropped.by}`)

/** A model file in the shape of the observed cases. */
export const model = (name: string, more = ''): string => `
  import mongoose, { Schema } from 'mongoose'
  ${more}
  export interface I${name} { title?: string }
  const schema = new Schema({ title: String })
  const ${name} = mongoose.models.${name} || mongoose.model('${name}', schema)
  export default ${name}
`
