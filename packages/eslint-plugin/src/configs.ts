/** Which rules a config turns on, and how. */
import type { Linter } from 'eslint'
import type { RuleName } from 'mongoose-doctor'

/**
 * What the worst that a rule reports is, and whether any of it is proved. ESLint knows one severity for each rule; of `unknown-ref` the engine has
 * errors and warnings.
 */
const worst: Readonly<Record<RuleName, 'error' | 'likely error' | 'warning'>> = {
  'missing-model': 'error',
  'inert-import': 'error',
  'late-registration': 'error',
  'unknown-ref': 'error',
  'circular-model-import': 'likely error',
  'dynamic-model-import': 'warning',
  'conditional-model-import': 'warning',
  'computed-model-import': 'warning',
  'invalid-populate-path': 'error',
  'late-schema-change': 'error',
  'ref-to-other-connection': 'error',
  'unregistered-discriminator': 'error',
  'duplicate-discriminator': 'error',
  'unused-disable': 'warning',
  'unguarded-model': 'error',
  'stale-model': 'warning',
  'duplicate-model': 'error',
  'broken-guard': 'error',
  'query-before-connect': 'error',
  'rejected-connection-cached': 'warning',
  'disconnect-in-handler': 'warning',
  'uncached-connection': 'warning',
  'connect-at-import': 'warning',
  'minified-model-name': 'error',
  'mongoose-in-client': 'error',
  'mongoose-on-edge': 'error',
  'document-to-client': 'warning',
  'several-mongooses': 'error',
  'bundled-mongoose': 'warning',
}

/** Whether some findings of the rule fail a run and others don't, so that the user has a choice. */
export const hasChoice = (name: RuleName): boolean => worst[name] !== 'warning'

const entries = (entryOf: (name: RuleName) => Linter.RuleEntry): Linter.RulesRecord =>
  ({ ...Object.fromEntries(Object.keys(worst).filter(isName).map((name) => [name, entryOf(name)])), unknown: 'warn' })

const isName = (name: string): name is RuleName => Object.hasOwn(worst, name)

export const recommendedRules = entries((name) => (worst[name] === 'error' ? 'error' : worst[name] === 'warning' ? 'warn' : ['warn', { likely: true }]))

export const strictRules = entries((name) => (hasChoice(name) ? ['error', { likely: true }] : 'warn'))
