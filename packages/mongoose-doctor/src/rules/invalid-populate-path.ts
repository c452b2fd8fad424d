import type { Site } from '../kernel/place.ts'
import type { Reason } from '../kernel/report.ts'
import { entriesPhrase } from './chain.ts'
import type { RuleContext } from './context.ts'
import type { Diagnosis, Replacement } from './diagnosis.ts'
import { nearPath, pathsWithRefs } from './near-path.ts'
import type { Near } from './near-path.ts'
import { firstOf, goOn, pathTo, stepAt } from './path.ts'
import { findingAt, reason, snippet } from './place.ts'
import { gatherStrays } from './strays.ts'
import type { StrayPath } from './strays.ts'

/** A populate names a path that the schema doesn't have. */
export function invalidPopulatePaths(context: RuleContext): readonly Diagnosis[] {
  return gatherStrays(context).flatMap((one) => {
    const refs = [...new Set(one.schemas.flatMap((schema) => pathsWithRefs(schema)))]
    const near = nearPath(one.stray.path, refs)
    // A plugin that can't be looked into may have added the path, unless it looks like a slip.
    return one.pluggable && near === null ? [] : [diagnosed(context, one, refs, near)]
  })
}

function diagnosed(context: RuleContext, one: StrayPath, refs: readonly string[], near: Near | null): Diagnosis {
  const { stray, states, app } = one
  const [schema] = one.schemas
  const words = one.sites.flatMap((site) => wordIn(context, site, stray.path) ?? [])
  const renames = near?.isSure === true && words.length === one.sites.length
  const state = firstOf(states)
  const site = wordIn(context, stray.site, stray.path) ?? stray.site
  const finding = findingAt(context, {
    rule: 'invalid-populate-path', severity: 'error', confidence: stray.certain && !one.pluggable ? 'proved' : 'likely', model: stray.owner.name, site,
    entries: states.map((s) => s.entry.file),
    message: `The schema of ${stray.owner.name} has no path "${stray.path}", so ${entriesPhrase(states.length)} ${states.length === 1 ? 'fails' : 'fail'} here once a document is found: StrictPopulateError: Cannot populate path \`${stray.full}\` because it is not in your schema.${near === null ? '' : ` Did you mean "${near.path}"?`}`,
    because: [...led(context, one), ...also(context, one), ...defined(context, one, refs)],
    path: state === undefined || schema === undefined ? [] : goOn(pathTo(context, app, state, 'query', stray.site), 'no-path', stepAt(context, 'model', schema.site)),
    help: helpFor(one, near), fixable: renames,
  })
  if (!renames || near === null) return { finding, remedy: null }
  return { finding, remedy: { kind: 'edit', edits: words.map((word): Replacement => ({ ...word, text: near.path })) } }
}

function led(context: RuleContext, { stray }: StrayPath): readonly Reason[] {
  const [first] = stray.trail
  const call = first === undefined || first.file === stray.site.file ? [] : [reason(context, first, `This entry calls ${snippet(context, first, 40)}, which leads to the populate below.`)]
  const how = stray.how === 'hook' ? `A hook of ${stray.owner.name} populates "${stray.path}".` : `\`${snippet(context, stray.site)}\` populates "${stray.path}" of ${stray.owner.name}.`
  return [...call, reason(context, stray.site, how)]
}

function also(context: RuleContext, { stray, sites }: StrayPath): readonly Reason[] {
  const lineOf = (site: Site): number => context.position(site.file, site.start).line
  const others = sites.filter((site) => lineOf(site) !== lineOf(stray.site)).toSorted((a, b) => a.start - b.start)
  const [other] = others
  if (other === undefined) return []
  const lines = [...new Set(others.map(lineOf))]
  return [reason(context, other, `Line${lines.length === 1 ? '' : 's'} ${lines.slice(0, 8).join(', ')}${lines.length > 8 ? ' and more' : ''} of this file ${lines.length === 1 ? 'does' : 'do'} the same.`)]
}

const MOST_NAMED = 8

function defined(context: RuleContext, { stray, schemas }: StrayPath, refs: readonly string[]): readonly Reason[] {
  const named = refs.length === 0 ? 'No path of it refers to a model.' : `Of its paths these refer to a model: ${refs.slice(0, MOST_NAMED).join(', ')}${refs.length > MOST_NAMED ? ' and more' : ''}.`
  return schemas.slice(0, 2).map((schema) => reason(context, schema.site, `This is the schema of ${stray.owner.name}. ${named}`))
}

function helpFor({ stray, schemas }: StrayPath, near: Near | null): string {
  const [head = '', ...rest] = stray.path.split('.')
  if (rest.length > 0 && schemas.some((schema) => schema.virtuals.get(head)?.ref != null)) {
    return `"${head}" is a virtual, and a path that goes on behind one is not followed: write populate({ path: '${head}', populate: '${rest.join('.')}' }).`
  }
  if (near !== null) return `If "${near.path}" is meant, write that. Do not set strictPopulate to false: the populate then does nothing and says nothing.`
  return 'Add the path to the schema with its ref, or leave the populate out. Do not set strictPopulate to false: the populate then does nothing and says nothing.'
}

/** Where a path is written within a piece of code: a whole word of a string, if there is one such place. */
function wordIn(context: RuleContext, { file, start, end }: Site, path: string): Site | null {
  if (!context.graph.modules.has(file)) return null
  const code = context.graph.text(file).slice(start, end)
  const found: number[] = []
  for (const { index, 2: text = '' } of code.matchAll(/(['"`])([^'"`\\\n]*)\1/g)) {
    for (const word of text.matchAll(/[^ ]+/g)) if (word[0] === path) found.push(index + 1 + word.index)
  }
  const [only] = found
  return found.length === 1 && only !== undefined ? { file, start: start + only, end: start + only + path.length } : null
}
