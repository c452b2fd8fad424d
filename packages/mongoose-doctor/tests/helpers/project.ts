import { openDisk } from '../../src/disk/disk.ts'
import type { Project } from '../../src/project/project.ts'
import { readProject } from '../../src/project/read.ts'

/** The project in a directory. @param added source files that are to be taken as if they were there */
export function projectIn(directory: string, added?: Iterable<string>): Project {
  return readProject(openDisk(directory), added)
}
