/** What specifiers look like, and what frameworks make of some of them. */
import type { Package } from '../project/project.ts'
import type { Target } from './graph.ts'

/** The npm name in a bare specifier; null when no package can be called that. */
export function packageName(specifier: string): string | null {
  const [name] = /^(?:@[a-z0-9-~][\w.~-]*\/)?[a-z0-9-][\w.~-]*/i.exec(specifier) ?? []
  return name === undefined || (specifier.length > name.length && specifier[name.length] !== '/') ? null : name
}

/** Aliases that SvelteKit and Nuxt write into a configuration which a checkout lacks. */
export function frameworkAlias(owner: Package, alias: string): readonly string[] {
  if (alias === '$lib') return owner.dependencies.has('@sveltejs/kit') ? ['src/lib'] : []
  if (!owner.dependencies.has('nuxt')) return []
  return alias.length === 2 ? [''] : ['app', '', 'src']
}

/** Modules that a framework makes up: `#imports`, `$app/navigation`. */
export function provided(owner: Package | null, specifier: string): Target | null {
  const framework = specifier.startsWith('#') ? 'nuxt' : /^\$(?:app|env|service-worker)(?:\/|$)/.test(specifier) ? '@sveltejs/kit' : null
  return framework !== null && owner?.dependencies.has(framework) === true ? { kind: 'external', name: specifier } : null
}
