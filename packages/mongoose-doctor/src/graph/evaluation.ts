/** What one cold process evaluates by static imports, and in which order. */
import type { Compiler, Project } from '../project/project.ts'
import type { Effect } from './effects.ts'
import type { Dropped, Edge, EntryPoint, Evaluation, ModuleGraph, Unresolved, World } from './graph.ts'
import { leaveOut } from './leaving-out.ts'
import { shake } from './shaking.ts'
import { survivalOf, type Link, type Survival } from './survival.ts'

/**
 * The modules that these files evaluate, themselves included. `await import()` and `require()` are not followed: they are statements,
 * and count where they are executed.
 * @param entries files of one process in the order in which they are loaded, or dynamically imported files with the names that are used
 * @param kept where a bundler keeps only what is used: `surely` kept; or what `perhaps` is, as nobody can tell without it; or what is `mentioned` at all
 */
export function evaluated(
  graph: ModuleGraph, project: Project, compiler: Compiler, entries: readonly (string | EntryPoint)[], world: World = 'server',
  kept: Kept = 'surely',
): Evaluation {
  const survival = survivalOf(graph, project, compiler)
  const points = entries.map((entry): EntryPoint => (typeof entry === 'string' ? { file: entry } : entry))
  if (!survival.purity.any) return walk(graph, survival, points, world, () => true, (link) => link.edge)
  const shaken = compiler.leavesOutUnused === true ? leaveOut(graph, survival, points, world, LEAST[kept]) : shake(graph, survival, compiler, points, world)
  return walk(graph, survival, points, world, (file) => shaken.evaluated.has(file), (link) => (shaken.kept.has(link) ? link.edge : left(survival, link)))
}

export type Kept = 'surely' | 'perhaps' | 'mentioned'
const LEAST: Readonly<Record<Kept, Effect>> = { surely: 2, perhaps: 1, mentioned: 0 }

/** Depth first over the surviving links; a module comes after what it imports, a circle is cut where it closes. */
function walk(
  graph: ModuleGraph, survival: Survival, points: readonly EntryPoint[], world: World,
  runs: (file: string) => boolean, shaken: (link: Link) => Edge,
): Evaluation {
  const modules: string[] = []
  const met: string[] = []
  const via = new Map<string, Edge>()
  const seen = new Set<string>()
  const fate = (link: Link): Edge => {
    if (link.edge.dropped !== null) return link.edge
    const dropped = survival.boundary(link.edge, world)
    return dropped === null ? shaken(link) : { ...link.edge, dropped }
  }
  const stack: { readonly file: string; readonly links: readonly Link[]; next: number }[] = []
  const enter = (file: string): void => {
    seen.add(file)
    met.push(file)
    stack.push({ file, links: survival.links(file), next: 0 })
  }
  for (const { file } of points) {
    if (seen.has(file) || graph.modules.get(file)?.reachesMongoose !== true) continue
    enter(file)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = top.links[top.next++]
      if (link === undefined) {
        stack.pop()
        if (runs(top.file)) modules.push(top.file)
      } else if (!seen.has(link.edge.to)) {
        const edge = fate(link)
        if (edge.dropped !== null) continue
        via.set(edge.to, edge)
        enter(edge.to)
      }
    }
  }
  let edges: readonly Edge[] | null = null
  let unresolved: readonly Unresolved[] | null = null
  return {
    modules, via,
    get edges() { return (edges ??= met.flatMap((file) => survival.links(file).map(fate))) },
    get unresolved() { return (unresolved ??= graph.unresolved.length === 0 ? [] : modules.flatMap((file) => survival.unresolved(file))) },
  }
}

/** A link that nothing live uses: its target may be left out, or else the barrel it stands in. */
function left({ purity }: Survival, { edge }: Link): Edge {
  const dropped: Dropped | null = purity.of(edge.to) ?? purity.of(edge.from)
  return dropped === null ? edge : { ...edge, dropped }
}
