/** What configurations have to say before anything is judged: further entries, and rules that are off by default. */
import { rulesOffByDefault, type RuleName } from '../kernel/rules.ts'
import { configIn, type Config } from './config.ts'
import { CONFIG_KEY } from './config-file.ts'
import { fileMatcher } from './glob.ts'
import { isBelow, parent } from './paths.ts'
import type { Package, Problem } from './project.ts'
import { isTest, type Tree } from './walk.ts'

export interface Configured {
  readonly entries: readonly string[]
  readonly turnedOn: ReadonlySet<RuleName>
  readonly problems: readonly Problem[]
}

/**
 * The entries of every folder's configuration: an entry is one from wherever its folder is examined. What is wrong in a configuration, and a glob that
 * fits no file, leaves something unexamined. Rules are those of the examined directory's own configuration.
 */
export function configured(tree: Tree, packages: readonly Package[]): Configured {
  const keyed = packages.filter(({ manifest }) => Object.hasOwn(manifest, CONFIG_KEY)).map(({ dir }) => dir)
  const dirs = new Set([...tree.configs.map((file) => parent(file) ?? ''), ...keyed])
  const files = new Set<string>()
  const turnedOn = new Set<RuleName>()
  const problems: Problem[] = []
  for (const dir of [...dirs].sort()) {
    const config = configIn(tree.disk, dir)
    if (config === null) continue
    if ('errors' in config) {
      for (const { file, at, message } of config.errors) problems.push({ file, at, reason: `This configuration is not followed: ${message}` })
      continue
    }
    if (dir === '') for (const [rule, { value }] of config.rules) if (rulesOffByDefault.has(rule) && value !== 'off') turnedOn.add(rule)
    for (const { found, problem } of matches(tree, dir, config)) {
      for (const file of found) files.add(file)
      if (problem !== null) problems.push(problem)
    }
  }
  return { entries: [...files].sort(), turnedOn, problems }
}

function matches(tree: Tree, dir: string, { entries }: Config): readonly { readonly found: readonly string[]; readonly problem: Problem | null }[] {
  const inside = tree.files.filter((file) => isBelow(file, dir))
  return entries.map(({ value, file, at }) => {
    const fits = fileMatcher(value)
    const relative = (one: string): string => (dir === '' ? one : one.slice(dir.length + 1))
    // A glob that takes in a folder does not mean the tests in it.
    const found = inside.filter((one) => fits(relative(one)) && (!isTest(one) || relative(one) === value))
    const reason = `"entries": no source file fits "${value}", so nothing was examined for it.`
    return { found, problem: found.length > 0 ? null : { file, at, reason } }
  })
}
