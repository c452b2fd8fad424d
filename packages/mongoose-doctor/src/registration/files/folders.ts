/** The source files of the project as a running program sees them: folders with names in them, below a root of its own. */
import { posix } from 'node:path'
import type { ModuleGraph } from '../../graph/graph.ts'
import { isInstalled } from '../../project/paths.ts'

/** What the project's root is called in the constants of the program: where it really lies is nobody's business. */
export const ROOT = '/@root'

export interface Listed {
  readonly name: string
  readonly isFolder: boolean
}

export class Folders {
  readonly #graph: ModuleGraph
  readonly #compiled: (file: string) => boolean
  #folders: Map<string, Map<string, boolean>> | null = null

  /** @param compiled whether a TypeScript file is JavaScript by the time that its program runs */
  constructor(graph: ModuleGraph, compiled: (file: string) => boolean) {
    this.#graph = graph
    this.#compiled = compiled
  }

  /** As readdir gives them; null where there is no such folder. */
  list(path: string): readonly Listed[] | null {
    const folder = this.#all().get(path)
    if (folder === undefined) return null
    return [...folder].map(([name, isFolder]) => ({ name, isFolder })).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every file below a folder, by its path in it. */
  below(path: string): readonly string[] {
    return (this.list(path) ?? []).flatMap(({ name, isFolder }) => (isFolder ? this.below(`${path}/${name}`).map((inner) => `${name}/${inner}`) : [name]))
  }

  kind(path: string): 'file' | 'folder' | null {
    if (path === ROOT) return 'folder'
    const isFolder = this.#all().get(posix.dirname(path))?.get(posix.basename(path))
    return isFolder === undefined ? null : isFolder ? 'folder' : 'file'
  }

  /** What a source file is called when its program runs. */
  nameOf(file: string): string {
    return `${ROOT}/${this.#compiled(file) ? compiledName(file) : file}`
  }

  #all(): Map<string, Map<string, boolean>> {
    if (this.#folders !== null) return this.#folders
    this.#folders = new Map([[ROOT, new Map<string, boolean>()]])
    for (const file of this.#graph.modules.keys()) if (!isInstalled(file)) this.#add(this.nameOf(file), false)
    return this.#folders
  }

  #add(path: string, isFolder: boolean): void {
    const dir = posix.dirname(path)
    const known = this.#folders?.get(dir)
    if (known === undefined) {
      this.#folders?.set(dir, new Map([[posix.basename(path), isFolder]]))
      this.#add(dir, true)
    } else known.set(posix.basename(path), isFolder)
  }
}

const compiledName = (file: string): string => file.replace(/\.([cm]?)tsx?$/, '.$1js')
