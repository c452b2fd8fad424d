import type { Finding } from '../kernel/report.ts'
import type { AppState } from '../registration/entry-states.ts'
import type { RuleContext } from './context.ts'
import { findingAt } from './place.ts'

/**
 * `transpilePackages` takes Mongoose off Next's list of external packages, so every kind of entry bundles a copy with a registry and a connection of its own
 * (truth/README.md 1).
 */
export function bundledMongoose(context: RuleContext): readonly Finding[] {
  return context.program.apps.flatMap((app) => (app.app.compiler.transpilePackages.includes('mongoose') ? (findingOf(context, app) ?? []) : []))
}

function findingOf(context: RuleContext, { app, entries }: AppState): Finding | null {
  const concerned = entries.filter(({ must, demands }) => must.size > 0 || demands.length > 0)
  const prefix = app.root === '.' ? '' : `${app.root}/`
  const file = ['js', 'mjs', 'cjs', 'ts', 'mts'].map((end) => `${prefix}next.config.${end}`).find((one) => context.project.disk.read(one) !== null)
  if (file === undefined || concerned.length === 0) return null
  const match = /transpilePackages[^]*?(["'`])mongoose\1/.exec(context.project.disk.read(file) ?? '')
  const site = match === null ? { file, start: 0, end: 0 } : { file, start: match.index, end: match.index + 'transpilePackages'.length }
  return findingAt(context, {
    rule: 'bundled-mongoose', severity: 'warning', confidence: 'proved', model: '', site, entries: concerned.map(({ entry }) => entry.file),
    message: 'transpilePackages bundles Mongoose: pages, route handlers, actions and instrumentation each get a copy, with models and a connection of its own.',
    because: [{ file, line: context.position(file, site.start).line, text: 'Mongoose is one of the packages that Next.js leaves outside of its bundles, unless it is named here. Then what instrumentation.ts registers or connects is found nowhere else.' }],
    path: [], help: 'Take mongoose out of transpilePackages.', fixable: false,
  })
}
