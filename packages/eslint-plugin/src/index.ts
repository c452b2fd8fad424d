/** The findings of mongoose-doctor as rules of ESLint 9 and 10, and of oxlint's `jsPlugins`. */
import type { ESLint, Linter, Rule } from 'eslint'
import { ruleNames } from 'mongoose-doctor'
import manifest from '../package.json' with { type: 'json' }
import { recommendedRules, strictRules } from './configs.ts'
import { findingRule, unknownRule } from './rule.ts'

const namespace = 'mongoose-doctor'

/** One for each rule of the engine, and one for what could not be decided. */
const rules: Record<string, Rule.RuleModule> = { ...Object.fromEntries(ruleNames.map((name) => [name, findingRule(name)])), unknown: unknownRule }

const plugin: ESLint.Plugin = { meta: { name: manifest.name, version: manifest.version, namespace }, rules }

const config = (name: string, entries: Linter.RulesRecord): Linter.Config => ({
  name: `${namespace}/${name}`,
  plugins: { [namespace]: plugin },
  rules: Object.fromEntries(Object.entries(entries).map(([rule, entry]) => [`${namespace}/${rule}`, entry])),
})

export interface MongooseDoctorPlugin extends ESLint.Plugin {
  readonly configs: {
    /** Fails where `mongoose-doctor` fails: at proved errors. */
    readonly recommended: Linter.Config
    /** All findings. */
    readonly strict: Linter.Config
  }
}

const published: MongooseDoctorPlugin = Object.assign(plugin, {
  configs: { recommended: config('recommended', recommendedRules), strict: config('strict', strictRules) },
})

export default published
