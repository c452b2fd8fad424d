/** Vercel without a framework: `api/`, or what the `builds` of vercel.json name. */
import { globMatcher } from '../../glob.ts'
import { isRecord, parseJsonc } from '../../json.ts'
import { packageAt } from '../../packages.ts'
import { basename, child, isBelow, parent } from '../../paths.ts'
import { isTest } from '../../walk.ts'
import { NONE, type Functions, type Platform } from './platform.ts'

/** A function is a default export, one export a method, or `fetch`. */
const CALLED = ['default', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fetch']
const SOURCE = /\.(?:[cm]?js|[cm]?ts|tsx|jsx)$/

export const vercel: Platform = (around, file) => {
  const dir = parent(file) ?? ''
  const parsed = parseJsonc(around.tree.read(file) ?? '')
  if ('reason' in parsed) return { functions: [], problems: [{ file, at: parsed.at, reason: `This vercel.json could not be read: ${parsed.reason}.` }] }
  const config = isRecord(parsed.value) ? parsed.value : {}
  const { builds } = config
  if (Array.isArray(builds)) return named(around, dir, builds)
  // A framework of its own answers there.
  if (packageAt(around.packages, dir)?.dependencies.has('next') === true) return NONE
  const api = child(dir, 'api')
  return functionsOf(around.tree.files.filter((one) => isBelow(one, api) && SOURCE.test(one) && !one.slice(api.length).split('/').some((part) => /^[_.]/.test(part)) && !isTest(one)))
}

/** `{ "src": "index.js", "use": "@vercel/node" }` */
function named({ tree }: Parameters<Platform>[0], dir: string, builds: readonly unknown[]): Functions {
  const globs = builds.flatMap((build) => (isRecord(build) && typeof build['src'] === 'string' && /^@(?:vercel|now)\/node/.test(String(build['use'])) ? [build['src']] : []))
  const matchers = globs.map((glob) => globMatcher(glob.replace(/^\.?\//, '')))
  return functionsOf(tree.files.filter((file) => isBelow(file, dir) && matchers.some((fits) => fits(dir === '' ? file : file.slice(dir.length + 1))) && !basename(file).startsWith('.')))
}

const functionsOf = (files: readonly string[]): Functions => ({ functions: files.map((file) => ({ file, calls: CALLED, bundled: false })), problems: [] })
