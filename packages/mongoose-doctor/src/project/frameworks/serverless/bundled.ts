/** Platforms that make one file of a function: Netlify, Cloudflare. */
import { isRecord, parseJsonc } from '../../json.ts'
import { packageAt } from '../../packages.ts'
import { basename, isBelow, join, parent } from '../../paths.ts'
import { sourceOf } from '../../source-of.ts'
import { readToml } from '../../toml.ts'
import { isTest } from '../../walk.ts'
import { NONE, type Platform } from './platform.ts'

/** A function is a file of the folder, or a folder of it with a file `index` or of its own name. */
export const netlify: Platform = ({ tree }, file) => {
  const dir = parent(file) ?? ''
  const config = readToml(tree.read(file) ?? '')
  const base = join(dir, config.get('build.base') ?? '.') ?? dir
  const folder = join(base, config.get('functions.directory') ?? config.get('build.functions') ?? 'netlify/functions')
  if (folder === null) return NONE
  const functions = tree.files.filter((one) => {
    if (!isBelow(one, folder) || isTest(one)) return false
    const [first = '', second, ...more] = one.slice(folder.length + 1).split('/')
    const name = second?.replace(/\.[cm]?[jt]s$/, '')
    return second === undefined || (more.length === 0 && (name === 'index' || name === first))
  })
  const bundled = config.get('functions.node_bundler') === 'esbuild'
  return { functions: functions.map((one) => ({ file: one, calls: ['handler', 'default'], bundled: bundled || /\.[cm]?ts$/.test(one) })), problems: [] }
}

/** `main`; its default export has the handlers. */
export const cloudflare: Platform = ({ tree, packages, tsconfigs }, file) => {
  const dir = parent(file) ?? ''
  const text = tree.read(file) ?? ''
  const parsed = basename(file).endsWith('.toml') ? { value: { main: readToml(text).get('main') } } : parseJsonc(text)
  const main = 'value' in parsed && isRecord(parsed.value) ? parsed.value['main'] : null
  const home = packageAt(packages, dir)?.dir ?? ''
  const source = typeof main === 'string' ? sourceOf(tree, main, dir, home, tsconfigs.allIn(home)) : null
  return source === null ? NONE : { functions: [{ file: source, calls: ['default'], bundled: true }], problems: [] }
}
