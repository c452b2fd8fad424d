/** Is the build one of these sources? */
import type { Disk } from '../disk/disk.ts'
import type { Build } from './build.ts'

/** What people write to test or to try something out is not in a build. */
const NOT_BUILT = /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|cypress|scripts?|node_modules|build|dist|out|public)\/|\.(?:test|spec|stories|config)\.[cm]?[jt]sx?$|\.d\.[cm]?ts$/

/**
 * Sentences about the build as a whole.
 * @param files source files of the project
 */
export function notesOn(disk: Disk, root: string, { dir, stamp }: Build, files: readonly string[]): readonly string[] {
  const at = (path: string): string => (root === '.' ? path : `${root}/${path}`)
  const built = modified(disk, at(stamp))
  if (built === null) return []
  const newer = files.filter((file) => (root === '.' || file.startsWith(`${root}/`)) && !NOT_BUILT.test(file)).filter((file) => (modified(disk, file) ?? 0) > built)
  const [first, ...more] = newer
  const notes = first === undefined ? [] : [`The build is older than ${first}${more.length === 0 ? '' : ` and ${more.length} more source ${more.length === 1 ? 'file' : 'files'}`}: build again to compare with what is here.`]
  const copy = disk.read(at(`${dir}/standalone/${at(dir)}/BUILD_ID`))
  const own = disk.read(at(`${dir}/BUILD_ID`))
  if (copy !== null && copy !== own) notes.push(`${at(dir)}/standalone is of another build.`)
  return notes
}

function modified(disk: Disk, file: string): number | null {
  const source = disk.source(file)
  return 'stamp' in source ? source.stamp.modified : null
}
