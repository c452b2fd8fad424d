/** What holds in a run, and who says so: an option of the command line, else the configuration, else the default. */
import { ruleNames, rulesOffByDefault, type RuleName } from '../kernel/rules.ts'
import type { Strategy } from '../kernel/strategies.ts'
import { UsageError } from '../kernel/usage-error.ts'
import type { Config, Placed, RuleLevel } from '../project/config.ts'
import { BASELINE_FILE } from './baseline.ts'

export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'file'; readonly file: string; readonly line: number | null }

export interface Setting<Value> {
  readonly value: Value
  readonly from: Origin
}

export interface Settings {
  /** The configuration, relative to the examined directory; null: there is none. */
  readonly file: string | null
  readonly entries: readonly Setting<string>[]
  readonly ignoreFindingsIn: readonly Setting<string>[]
  /** A rule that is not in it decides by itself, and one that is off by default is off. */
  readonly rules: ReadonlyMap<RuleName, Setting<RuleLevel>>
  readonly strict: Setting<boolean>
  /** The file of known findings: as an option names it, or relative to the examined directory; null: none is wanted. */
  readonly baseline: Setting<string | null>
  readonly strategy: Setting<Strategy>
}

/** What the command line says; null: nothing. */
export interface Asked {
  readonly strict: boolean | null
  readonly strategy: Strategy | null
  /** false: none is wanted. */
  readonly baseline: string | false | null
}

export function settingsOf(config: Config | null, { strict, strategy, baseline }: Asked): Settings {
  return {
    file: config?.file ?? null,
    entries: config?.entries.map(placed) ?? [],
    ignoreFindingsIn: config?.ignoreFindingsIn.map(placed) ?? [],
    rules: new Map([...config?.rules ?? []].map(([rule, level]) => [rule, placed(level)])),
    strict: setting(strict, strict === false ? '--no-strict' : '--strict', config?.strict, false),
    baseline: baseline === false ? { value: null, from: { kind: 'option', name: '--no-baseline' } } : setting<string | null>(baseline, '--baseline', config?.baseline, BASELINE_FILE),
    strategy: setting(strategy, '--strategy', config?.strategy, 'import'),
  }
}

function setting<Value>(asked: Value | null, name: string, configured: Placed<Value> | null | undefined, otherwise: Value): Setting<Value> {
  if (asked !== null) return { value: asked, from: { kind: 'option', name } }
  return configured ? placed(configured) : { value: otherwise, from: { kind: 'default' } }
}

const placed = <Value>({ value, file, line }: Placed<Value>): Setting<Value> => ({ value, from: { kind: 'file', file, line } })

/** @throws UsageError when a rule was asked for that does not run unless the configuration turns it on: an empty answer would say that all is well */
export function refuseTurnedOff({ rules }: Settings, asked: readonly RuleName[]): void {
  const off = asked.find((rule) => rulesOffByDefault.has(rule) && (rules.get(rule)?.value ?? 'off') === 'off')
  if (off !== undefined) throw new UsageError(`${off} is off by default. Turn it on in the configuration: "rules": { "${off}": "info" }.`)
}

/** One value, for people and for machines. */
export interface SettingRow {
  readonly key: string
  /** null: nothing is set. */
  readonly value: string | boolean | null
  readonly from: string
}

/** Every setting; a list has a row for each of its items. */
export function settingRows({ entries, ignoreFindingsIn, rules, strict, baseline, strategy }: Settings): readonly SettingRow[] {
  const row = (key: string, { value, from }: Setting<string | boolean | null>): SettingRow => ({ key, value, from: originText(from) })
  const list = (key: string, items: readonly Setting<string>[]): SettingRow[] => (items.length === 0 ? [row(key, UNSET)] : items.map((item) => row(key, item)))
  return [
    ...list('entries', entries), ...list('ignoreFindingsIn', ignoreFindingsIn),
    ...ruleNames.map((rule) => row(`rules.${rule}`, rules.get(rule) ?? (rulesOffByDefault.has(rule) ? OFF : UNSET))),
    row('strict', strict), row('baseline', baseline), row('strategy', strategy),
  ]
}

const OFF: Setting<RuleLevel> = { value: 'off', from: { kind: 'default' } }
const UNSET: Setting<null> = { value: null, from: { kind: 'default' } }

export function originText(from: Origin): string {
  switch (from.kind) {
    case 'default': return 'default'
    case 'option': return from.name
    case 'file': return from.line === null ? from.file : `${from.file}:${from.line}`
  }
}
