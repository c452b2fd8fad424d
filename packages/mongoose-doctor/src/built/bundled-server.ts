/** Builds of one file that holds all routes and is evaluated whole when the server starts: React Router and Remix. */
import type { Build, Outputs } from './build.ts'
import { entryOf, moduleFiles, wayThrough } from './modules.ts'

/** @returns null when there is no build in `dir` */
export function reactRouterBuild(outputs: Outputs, dir: string): Build | null {
  const file = 'index.js'
  // `build/index.js` of Remix before Vite is CommonJS.
  if (outputs.read(`${dir}/${file}`) === null) return null
  const modules = moduleFiles(outputs, dir)
  const rest = entryOf('', `${dir}/${file}`, [wayThrough(modules, [file])], null)
  return { by: 'Vite', names: 'file', dir, stamp: `${dir}/${file}`, entries: [], rest, programs: [modules.program], bundled: modules.bundled.map((each) => `${dir}/${each}`) }
}
