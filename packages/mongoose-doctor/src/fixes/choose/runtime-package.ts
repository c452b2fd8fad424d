/** Whether an application has the package that the helpers come from, and how it gets it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RUNTIME } from '../../kernel/runtime-package.ts'
import { packageOf } from '../../project/packages.ts'
import { isBelow } from '../../project/paths.ts'
import type { Project } from '../../project/project.ts'
import type { Refusal } from '../types.ts'

/** In the file's own package.json, or in one above it: npm finds it there too. */
export function hasRuntime(project: Project, file: string): boolean {
  return project.packages.some((item) => isBelow(file, item.dir) && item.dependencies.has(RUNTIME))
}

/** null where the file's package has it. */
export function runtimeRefusal(project: Project, file: string): Refusal | null {
  if (hasRuntime(project, file)) return null
  const dir = packageOf(project, file)?.dir ?? ''
  return { reason: `${dir === '' ? '' : `${dir}/`}package.json does not have ${RUNTIME}, which this strategy writes: run \`${addCommand(project.root, dir)} ${RUNTIME}\` first, or leave --strategy out, for an import needs no package` }
}

const LOCKFILES = [['pnpm-lock.yaml', 'pnpm add'], ['yarn.lock', 'yarn add'], ['bun.lock', 'bun add'], ['bun.lockb', 'bun add']] as const

/** As the project's package manager adds a dependency. */
function addCommand(root: string, dir: string): string {
  return LOCKFILES.find(([name]) => existsSync(join(root, dir, name)) || existsSync(join(root, name)))?.[1] ?? 'npm install'
}
