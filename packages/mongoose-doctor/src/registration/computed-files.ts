/** Which files a computed specifier can mean: `./models/${name}` names the files of a folder. */
import type { Expr } from '../facts/ir.ts'
import type { ModuleGraph } from '../graph/graph.ts'

/** Null where any file could be meant. */
export function computedFiles(graph: ModuleGraph, from: string, source: Expr): readonly string[] | null {
  const parts = partsOf(source)
  const [head] = parts
  if (head === undefined || head === null || !head.includes('/')) return null
  const folder = head.slice(0, head.lastIndexOf('/'))
  const rest = head.slice(head.lastIndexOf('/') + 1)
  // Ask the resolver where the folder is, by any file that is in it: aliases are its business.
  const base = folderOf(graph, from, folder)
  if (base === null) return null
  const tail = parts.length > 1 ? (parts.at(-1) ?? '') : ''
  return [...graph.modules.keys()].filter((file) => {
    if (!file.startsWith(`${base}/${rest}`)) return false
    const name = file.slice(base.length + 1)
    return tail === null || tail === '' || name.endsWith(tail) || name.replace(/\.[cm]?[jt]sx?$/, '').endsWith(tail)
  })
}

/** The constant parts around the holes; null for a hole. */
function partsOf(source: Expr): readonly (string | null)[] {
  if (source.kind === 'template') return source.quasis.flatMap((q, i) => (i < source.quasis.length - 1 ? [q, null] : [q]))
  if (source.kind === 'binary' && source.operator === '+') return [...partsOf(source.left), ...partsOf(source.right)]
  if (source.kind === 'literal' && typeof source.value === 'string') return [source.value]
  return [null]
}

function folderOf(graph: ModuleGraph, from: string, folder: string): string | null {
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
