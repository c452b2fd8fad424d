/** Which files a computed specifier can mean: `./models/${name}` names the files of a folder. */
import type { Expr } from '../facts/ir.ts'
import type { ModuleGraph } from '../graph/graph.ts'
import type { Activation } from './activation.ts'
import { evaluate } from './expressions.ts'
import { specifierOf } from './files/places.ts'
import { textOf } from './files/values.ts'

/** Null where any file could be meant. */
export function computedFiles(at: Activation, source: Expr): readonly string[] | null {
  const { graph } = at.interpreter
  const parts = partsOf(at, source)
  const [first] = parts
  if (first === undefined || first === null) return null
  const { from, specifier: head } = specifierOf(at, first)
  if (!head.includes('/')) return null
  const folder = head.slice(0, head.lastIndexOf('/'))
  const rest = head.slice(head.lastIndexOf('/') + 1)
  // Ask the resolver where the folder is, by any file that is in it: aliases are its business.
  const base = folderOf(graph, from, folder)
  if (base === null) return null
  const tail = parts.length > 1 ? (parts.at(-1) ?? '') : ''
  const prefix = base === '' ? rest : `${base}/${rest}`
  return [...graph.modules.keys()].filter((file) => {
    if (!file.startsWith(prefix)) return false
    const name = base === '' ? file : file.slice(base.length + 1)
    return tail === null || tail === '' || name.endsWith(tail) || name.replace(/\.[cm]?[jt]sx?$/, '').endsWith(tail)
  })
}

/** The constant parts around the holes; null for a hole. */
function partsOf(at: Activation, source: Expr): readonly (string | null)[] {
  if (source.kind === 'template') {
    const { quasis, holes } = source
    return joined(quasis.flatMap((quasi, i) => { const hole = holes[i]; return hole === undefined ? [quasi] : [quasi, ...partsOf(at, hole)] }))
  }
  if (source.kind === 'binary' && source.operator === '+') return joined([...partsOf(at, source.left), ...partsOf(at, source.right)])
  if (source.kind === 'literal') return [typeof source.value === 'string' ? source.value : null]
  if (source.kind === 'call' && source.callee.kind === 'member' && (source.callee.property === 'join' || source.callee.property === 'resolve')) {
    return joined(source.args.flatMap(({ value }, i) => [...(i === 0 ? [] : ['/']), ...partsOf(at, value)]))
  }
  if (source.kind !== 'name' && source.kind !== 'member') return [null]
  return [textOf(at, evaluate(at, source))]
}

/** Neighbouring texts as one. */
function joined(parts: readonly (string | null)[]): readonly (string | null)[] {
  const result: (string | null)[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (typeof last === 'string' && part !== null) result[result.length - 1] = last + part
    else result.push(part)
  }
  return result
}

/** The folder that a relative or an aliased path names; null for none that can be told. */
export function folderOf(graph: ModuleGraph, from: string, folder: string): string | null {
  if (folder.startsWith('.')) {
    const stack = from.split('/').slice(0, -1)
    for (const part of folder.split('/')) {
      if (part === '..') { if (stack.pop() === undefined) return null } else if (part !== '.') stack.push(part)
    }
    return stack.join('/')
  }
  const last = folder.split('/').at(-1) ?? ''
  const folders = new Set([...graph.modules.keys()].map((f) => f.split('/').slice(0, -1).join('/')).filter((d) => d === last || d.endsWith(`/${last}`)))
  for (const dir of folders) {
    for (const file of graph.modules.keys()) {
      if (!file.startsWith(`${dir}/`)) continue
      const name = file.slice(dir.length + 1).replace(/\.[cm]?[jt]sx?$/, '')
      const target = graph.resolve(from, `${folder}/${name}`)
      if (target.kind === 'file' && target.file === file) return dir
      break
    }
  }
  return null
}
