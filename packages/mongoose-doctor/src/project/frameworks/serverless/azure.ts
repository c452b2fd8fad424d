/** Azure Functions, the model of version 4: `main` of package.json names the files, which call `app.http('name', { handler })`. One process loads all of them. */
import { globMatcher } from '../../glob.ts'
import { packageAt } from '../../packages.ts'
import { isBelow, parent } from '../../paths.ts'
import { sourceOf } from '../../source-of.ts'
import { isTest } from '../../walk.ts'
import { NONE, type Deployed, type Platform } from './platform.ts'

const SOURCE = /\.(?:[cm]?js|[cm]?ts)$/
/** What the compiler writes, and what it is written from. */
const OUTPUT = /^(?:dist|build|out)\//

export const azure: Platform = ({ tree, packages, tsconfigs }, file) => {
  const dir = parent(file) ?? ''
  const home = packageAt(packages, dir)
  const main = home?.manifest['main']
  if (home === null || home.dir !== dir || !home.dependencies.has('@azure/functions') || typeof main !== 'string') return NONE
  const pattern = main.replace(/^\.\//, '')
  const one = /[*{]/.test(pattern) ? null : sourceOf(tree, pattern, dir, dir, tsconfigs.allIn(dir))
  const fits = [pattern, pattern.replace(OUTPUT, '')].map((glob) => globMatcher(glob.replace(/\.[cm]?js(?=$|[,}])/g, '')))
  const files = one !== null ? [one] : tree.files.filter((each) => {
    if (!isBelow(each, dir) || !SOURCE.test(each) || isTest(each) || each.endsWith('.d.ts')) return false
    const name = (dir === '' ? each : each.slice(dir.length + 1)).replace(SOURCE, '')
    return fits.some((matches) => matches(name))
  })
  return { functions: files.map((each): Deployed => ({ file: each, calls: [], bundled: false, together: true })), problems: [] }
}
