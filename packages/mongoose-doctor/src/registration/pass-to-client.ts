/** What server components hand to client components, which get it as data. */
import type { Jsx } from '../facts/ir.ts'
import { findExport } from '../graph/exports.ts'
import type { Site } from '../kernel/place.ts'
import { single } from '../models/schema-definition.ts'
import type { HeapObject, Shape } from '../models/value.ts'
import type { Activation } from './activation.ts'

export interface PassedToClient {
  /** The prop. */
  readonly site: Site
  readonly prop: string
  readonly component: string
  /** The client file. */
  readonly client: string
  readonly model: string
  readonly many: boolean
  readonly shape: Shape
}

/** Notes the documents among the props of a component whose file is a client file. */
export function passToClient(at: Activation, { tag, attributes }: Jsx, props: HeapObject): void {
  if (tag.kind !== 'name' || tag.binding === null) return
  for (const [prop, { all }] of props.props) {
    if (all === null || (all.kind !== 'document' && all.kind !== 'union' && all.kind !== 'cold')) continue
    const value = single(all)
    if (value.kind !== 'document' || value.shape === undefined) continue
    const client = clientFileOf(at, tag.binding)
    if (client === null) return
    const site = props.sites?.get(prop) ?? at.site(attributes)
    const { model: { name: model }, many, shape } = value
    at.interpreter.passedToClient.set(`${site.file}@${site.start}`, { site, prop, component: tag.name, client, model, many, shape })
  }
}

/** The client file that an imported component comes from; null for one of the server. */
function clientFileOf({ interpreter: { graph }, body, file }: Activation, binding: number): string | null {
  const imported = body.imports.find((one) => one.binding === binding)
  const target = imported === undefined ? undefined : graph.modules.get(file)?.importTargets[imported.statement]
  if (imported === undefined || target?.kind !== 'file') return null
  const found = findExport(graph, target.file, imported.imported)
  const files = [target.file, ...(found === null ? [] : found.via.map((hop) => hop.file)), ...(found !== null && 'file' in found ? [found.file] : [])]
  return files.find((one) => graph.modules.get(one)?.facts.directives.includes('use client')) ?? null
}
