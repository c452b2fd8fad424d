/** Which programs of Node do the targets of an Nx workspace run? Told by project.json, or workspace.json and angular.json of older ones. */
import { isRecord, parseJsonc } from '../../json.ts'
import { basename, child, join, parent, upwards } from '../../paths.ts'
import type { Tree } from '../../walk.ts'

export interface NxProgram {
  readonly file: string
  /** Where its build puts it, relative to the examined root; null where nothing says so. */
  readonly output: string | null
}

interface NxProject {
  /** The workspace's folder: paths of targets are relative to it. */
  readonly workspace: string
  readonly dir: string
  readonly config: Record<string, unknown>
}

interface Target {
  readonly executor: string
  readonly options: Record<string, unknown>
}

/** They run what another target has built, in Node. */
const RUNS = /^@(?:nx|nrwl)\/(?:js|node):(?:node|execute)$/
/** They build for Node, whatever the options say. */
const BUILDS_FOR_NODE = /^(?:@(?:nx|nrwl)\/(?:node|nest|esbuild):|@nx-extend\/)/
/** They build for Node where the options say so. */
const BUILDS = /^@(?:nx|nrwl)\/(?:webpack:webpack|rspack:rspack|rollup:rollup)$/

export interface NxWorkspace {
  /** Of each project that is an application. */
  readonly programs: readonly NxProgram[]
  /** Folders of projects that are evaluated by those that import them. */
  readonly libraries: ReadonlySet<string>
}

export function nxWorkspace(tree: Tree): NxWorkspace {
  const projects = projectsOf(tree)
  const programs = new Map<string, NxProgram>()
  for (const project of projects) for (const program of programsOf(tree, project)) if (!programs.has(program.file)) programs.set(program.file, program)
  return { programs: [...programs.values()], libraries: new Set(projects.filter(isLibrary).map(({ dir }) => dir)) }
}

const isLibrary = ({ config }: NxProject): boolean => config['projectType'] === 'library'

function projectsOf(tree: Tree): readonly NxProject[] {
  return tree.workspaces.flatMap((file): readonly NxProject[] => {
    const dir = parent(file) ?? ''
    const config = read(tree, file)
    if (config === null) return []
    if (basename(file) === 'project.json') {
      // Other tools have a file of this name, too.
      const workspace = [...upwards(dir)].find((folder) => tree.read(child(folder, 'nx.json')) !== null)
      return workspace === undefined ? [] : [{ workspace, dir, config }]
    }
    const projects = isRecord(config['projects']) ? Object.values(config['projects']) : []
    // A text is the folder of a project.json, which is read by itself.
    return projects.flatMap((project) => (isRecord(project) ? [{ workspace: dir, dir: join(dir, text(project, 'root') ?? '') ?? dir, config: project }] : []))
  })
}

function programsOf(tree: Tree, project: NxProject): readonly NxProgram[] {
  const { workspace, dir, config } = project
  if (isLibrary(project)) return []
  const targets = targetsOf(config)
  const built = targets.filter(({ executor, options }) => BUILDS_FOR_NODE.test(executor) || (BUILDS.test(executor) && (text(options, 'target') === 'node' || targets.some((other) => RUNS.test(other.executor)))))
  const named = built.flatMap(({ options }): readonly NxProgram[] => {
    const main = text(options, 'main') ?? text(options, 'entry')
    const file = main === null ? null : [join(workspace, main), join(dir, main)].find((path) => path !== null && tree.has(path)) ?? null
    const output = text(options, 'outputPath')
    return file === null ? [] : [{ file, output: output === null ? null : join(workspace, child(output, `${basename(file).replace(/\.[cm]?[jt]s$/, '')}.js`)) }]
  })
  if (named.length > 0 || !targets.some(({ executor }) => RUNS.test(executor))) return named
  // What builds it is told by a plugin, from the configuration of a bundler.
  const sources = text(config, 'sourceRoot')
  const folders = [sources === null ? null : join(workspace, sources), child(dir, 'src')]
  const file = folders.flatMap((folder) => (folder === null ? [] : ['main.ts', 'main.js', 'index.ts', 'server.ts'].map((name) => child(folder, name)))).find((path) => tree.has(path))
  return file === undefined ? [] : [{ file, output: null }]
}

function targetsOf(config: Record<string, unknown>): readonly Target[] {
  const targets = [config['targets'], config['architect']].flatMap((all) => (isRecord(all) ? Object.values(all) : []))
  return targets.flatMap((target) => {
    if (!isRecord(target)) return []
    const executor = text(target, 'executor') ?? text(target, 'builder')
    return executor === null ? [] : [{ executor, options: isRecord(target['options']) ? target['options'] : {} }]
  })
}

function read(tree: Tree, file: string): Record<string, unknown> | null {
  const source = tree.read(file)
  const parsed = source === null ? null : parseJsonc(source)
  return parsed !== null && 'value' in parsed && isRecord(parsed.value) ? parsed.value : null
}

const text = (of: Record<string, unknown>, name: string): string | null => {
  const value = of[name]
  return typeof value === 'string' ? value : null
}
