/** The names of the rules: one file each in `rules/`, one page each in `docs/rules`. */
export const ruleNames = [
  'missing-model',
  'inert-import',
  'late-registration',
  'dynamic-model-import',
  'conditional-model-import',
  'computed-model-import',
  'unknown-ref',
  'circular-model-import',
  'invalid-populate-path',
  'late-schema-change',
  'ref-to-other-connection',
  'unregistered-discriminator',
  'duplicate-discriminator',
  'unused-disable',
  'unguarded-model',
  'duplicate-model',
  'broken-guard',
  'minified-model-name',
  'mongoose-in-client',
  'mongoose-on-edge',
  'document-to-client',
  'several-mongooses',
  'bundled-mongoose',
  'query-before-connect',
  'rejected-connection-cached',
  'disconnect-in-handler',
  'uncached-connection',
  'stale-model',
  'connect-at-import',
] as const

export type RuleName = (typeof ruleNames)[number]

/** What these say is true of nearly every application, so it is said only where the configuration turns them on. */
export const rulesOffByDefault: ReadonlySet<RuleName> = new Set<RuleName>(['stale-model'])

export function isRule(name: string): name is RuleName {
  return ruleNames.some((rule) => rule === name)
}
