/** The files of one application's build, read as source files are. */
import type { Disk } from '../disk/disk.ts'
import type { Outputs } from './build.ts'

/** @param root the application's, relative to the examined directory; '.' for itself */
export function outputsIn(disk: Disk, root: string): Outputs {
  const at = (path: string): string => (root === '.' ? path : `${root}/${path}`)
  return {
    read(file) {
      const source = disk.source(at(file))
      return 'text' in source ? source.text : null
    },
    list(dir) {
      const listing = disk.list(at(dir))
      const items = 'items' in listing ? listing.items : []
      return items.map(({ name, kind }) => ({ name, folder: kind === 'folder' })).sort((a, b) => (a.name < b.name ? -1 : 1))
    },
  }
}

/** All files below a folder, relative to it. @param leaveOut folders directly in it: deeper ones have the names of routes, `api/public` */
export function filesBelow(outputs: Outputs, dir: string, leaveOut: ReadonlySet<string> = new Set()): readonly string[] {
  const files: string[] = []
  const queue = ['']
  for (const inner of queue) {
    for (const { name, folder } of outputs.list(inner === '' ? dir : `${dir}/${inner}`)) {
      const path = inner === '' ? name : `${inner}/${name}`
      if (!folder) files.push(path)
      else if (name !== 'node_modules' && !leaveOut.has(path)) queue.push(path)
    }
  }
  return files
}
