/** What specifiers look like, and what frameworks make of some of them. */
import type { Package } from '../project/project.ts'
import type { Target } from './graph.ts'

/** The npm name in a bare specifier; null when no package can be called that. */
export function packageName(specifier: string): string | null {
  const [name] = /^(?:@[a-z0-9-~][\w.~-]*\/)?[a-z0-9-][\w.~-]*/i.exec(specifier) ?? []
  return name === undefined || (specifier.length > name.length && specifier[name.length] !== '/') ? null : name
}

/** Each part of these is a module of its own, `next/navigation`; of the others a part is a file in the package that has a name. */
const IN_PARTS: ReadonlySet<string> = new Set(['next', 'hono', 'lodash', 'lodash-es'])

/** What an external module is known by. */
export const partOf = (name: string, specifier: string): string => (IN_PARTS.has(name) ? specifier.replace(/\.js$/, '') : name)

/** Aliases that SvelteKit, Nuxt and Nitro write into a configuration which a checkout lacks: folders to look in. */
export function frameworkAlias(owner: Package, alias: string): readonly string[] {
  if (alias === '$lib') return owner.dependencies.has('@sveltejs/kit') ? ['src/lib'] : []
  if (!isNuxt(owner) && !isNitro(owner)) return []
  if (alias.startsWith('#')) return isNuxt(owner) ? [alias.slice(1)] : []
  return alias.length === 2 ? [''] : isNuxt(owner) ? ['app', '', 'src'] : ['', 'server', 'src']
}

/** Modules that a framework makes up: `#imports`, `$app/navigation`. */
export function provided(owner: Package | null, specifier: string): Target | null {
  if (owner === null) return null
  const isMade = specifier.startsWith('#') ? isNuxt(owner) || isNitro(owner)
    : /^\$(?:app|env|service-worker)(?:\/|$)/.test(specifier) && owner.dependencies.has('@sveltejs/kit')
  return isMade ? { kind: 'external', name: specifier } : null
}

const isNuxt = ({ dependencies }: Package): boolean => dependencies.has('nuxt') || dependencies.has('nuxt-nightly') || dependencies.has('nuxt3')
const isNitro = ({ dependencies }: Package): boolean => dependencies.has('nitropack') || dependencies.has('nitro')
