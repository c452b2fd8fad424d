/** The steps that several rules tell alike: what asks for the model, where its name is written, why nothing brings it. */
import type { Site } from '../kernel/place.ts'
import type { Reason } from '../kernel/report.ts'
import type { Dropped } from '../graph/graph.ts'
import type { RuleContext } from './context.ts'
import { reason, snippet } from './place.ts'
import type { Trouble } from './troubles.ts'

/** "`populate('role')` makes Mongoose look up …" and "User.role refers to it by name". */
export function demandSteps(context: RuleContext, trouble: Trouble): readonly Reason[] {
  const { need, trail } = trouble.demand
  const steps: Reason[] = []
  const [first] = trail
  if (first !== undefined && first.file !== need.site.file) steps.push(reason(context, first, `This entry calls ${snippet(context, first, 40)}, which leads to the query below.`))
  steps.push(reason(context, need.site, asked(context, trouble)))
  const lineOf = (site: Site): number => context.position(site.file, site.start).line
  const also = trouble.sites.filter((site) => site.file === need.site.file && lineOf(site) !== lineOf(need.site)).toSorted((a, b) => a.start - b.start)
  const lines = [...new Set(also.map(lineOf))]
  const [other] = also
  if (other !== undefined) steps.push(reason(context, other, `Line${lines.length === 1 ? '' : 's'} ${lines.slice(0, 8).join(', ')}${lines.length > 8 ? ' and more' : ''} of this file ${lines.length === 1 ? 'does' : 'do'} the same.`))
  if (need.ref !== null && (need.ref.file !== need.site.file || need.ref.start !== need.site.start)) {
    steps.push(reason(context, need.ref, `${need.owner ?? 'The schema'}${need.path === null ? '' : `.${need.path}`} names its model here: "${need.model.name}".`))
  }
  return steps
}

function asked(context: RuleContext, { demand, model }: Trouble): string {
  const { need } = demand
  const code = snippet(context, need.site)
  switch (need.how) {
    case 'child': return need.path === null
      ? `\`${code}\` names the kind "${model.name}", which is a discriminator of ${need.owner ?? 'the model'}.`
      : `\`${code}\` populates "${need.path}", which only the discriminator "${model.name}" of ${need.owner ?? 'the model'} has.`
    case 'lookup': return `\`${code}\` asks for the model by its name and throws at once where it isn't registered.`
    case 'hook': return `A hook of ${need.owner ?? 'the model'} populates "${need.path ?? ''}", so every query that runs it looks up "${model.name}".`
    case 'autopopulate': return `"${need.path ?? ''}" is marked autopopulate, so every find of ${need.owner ?? 'the model'} looks up "${model.name}".`
    case 'populate': return `\`${code}\` makes Mongoose look up the model "${model.name}" when a document comes back.`
  }
}

export function definedStep(context: RuleContext, { model, definedIn }: Trouble): readonly Reason[] {
  const site = definitionOf(context, model.name, definedIn)
  if (site === null) return []
  return [reason(context, site, `"${model.name}" is registered ${definedIn.length > 0 ? 'when this file is evaluated' : 'only when this function is called'}.`)]
}

/** Where a model is defined, in the first of the files that register it; null where nothing defines it. */
export function definitionOf({ program }: RuleContext, model: string, [file]: readonly string[]): Site | null {
  const definitions = program.interpreter.index.definitions(model)
  if (file === undefined) return definitions[0]?.site ?? null
  const definition = definitions.find((d) => d.site.file === file) ?? definitions.find((d) => d.schema?.site.file === file)
  const site = definition === undefined || definition.site.file === file ? definition?.site : definition.schema?.site
  return site ?? { file, start: 0, end: 0 }
}

/** Why it is not proved: an import that leads to no file may bring the model. */
export function unseenStep(context: RuleContext, { unseen, model }: Trouble): readonly Reason[] {
  if (unseen === null) return []
  return [reason(context, unseen, `\`${snippet(context, unseen, 60)}\` leads to no file here: if what it stands for registers "${model.name}", nothing is missing.`)]
}

/** Why the entry works on a warm process: another one has registered the model. */
export function masked(trouble: Trouble): readonly Reason[] {
  const broken = new Set(trouble.states.map((s) => s.entry.file))
  const other = trouble.app.entries.find((s) => s.must.has(trouble.token) && !broken.has(s.entry.file))
  // A script is a process of its own.
  if (other === undefined || trouble.states.every((s) => s.entry.kind === 'script')) return []
  return [{ file: other.entry.file, line: 1, text: `This other entry registers "${trouble.model.name}". Once it has run in the same process this look-up succeeds: that is why the error comes and goes.` }]
}

export function droppedBy(dropped: Dropped): string {
  switch (dropped.by) {
    case 'type-only': return 'it is a type-only import, which is erased'
    case 'elided': return 'TypeScript erases it, because none of its names is used as a value'
    case 'sideEffects': return `the bundler drops it, because "sideEffects" in ${dropped.packageJson} says that it has none and no binding of it is used`
    case 'optimizePackageImports': return `optimizePackageImports of next.config lists ${dropped.package}, so only the names in use are loaded`
    case 'unused': return 'Nitro keeps of the application only what is used: an import for its effect is dropped, and so is a use without an effect'
    case 'use-client': return 'it leads into a client file, of which the server keeps only a reference'
    case 'use-server': return 'it leads into an action file, of which the client keeps only a reference'
  }
}

export function entriesPhrase(count: number): string {
  return count === 1 ? 'this entry' : `${count} entries`
}
