import type { Finding } from '../kernel/report.ts'
import { modelToken } from '../models/value.ts'
import { mongooseMajor } from '../project/mongoose-version.ts'
import type { EntryState } from '../registration/entry-states.ts'
import { definedStep, demandSteps, entriesPhrase, masked } from './chain.ts'
import type { RuleContext } from './context.ts'
import { importable } from './importable.ts'
import { loadingHelp } from './missing-model.ts'
import { snippet } from './place.ts'
import { findingOf } from './trouble-finding.ts'
import type { Trouble } from './troubles.ts'

/** What an entry does takes a discriminator that nothing in it registers. */
export function unregisteredDiscriminator(context: RuleContext, trouble: Trouble): Finding {
  const { demand: { need }, model, states, definedIn } = trouble
  const target = importable(context, trouble)[0] ?? (trouble.cause.kind === 'absent' ? undefined : definedIn[0])
  return findingOf(context, trouble, {
    rule: 'unregistered-discriminator',
    message: `On a cold start of ${entriesPhrase(states.length)}, nothing has registered "${model.name}", a discriminator of ${need.owner ?? 'the model'}: ${effect(context, trouble)}.`,
    because: [...demandSteps(context, trouble), ...definedStep(context, trouble)],
    help: loadingHelp(context, trouble, target),
    fixable: target !== undefined,
  }, masked(trouble))
}

/** Observed on Mongoose 7.8, 8.24 and 9.12: it depends on whether the model has any other discriminator. */
function effect(context: RuleContext, trouble: Trouble): string {
  const { demand: { need }, model, states } = trouble
  const owner = need.owner ?? 'the model'
  const others = states.filter((state) => hasOther(context, trouble, state)).length
  if (need.path !== null) {
    const refuses = others === 0 && (mongooseMajor(context.project, need.site.file) ?? 6) >= 6
    return refuses ? `StrictPopulateError: Cannot populate path \`${need.path}\` because it is not in your schema` : `its documents are read as plain ${owner}, and "${need.path}" is not populated`
  }
  if (others === 0) return `what is made here is a plain ${owner}, and the paths of ${model.name} are left out without a word`
  if (snippet(context, need.site).startsWith('create(')) return `it has others, so this throws: Discriminator "${model.name}" not found for model "${owner}"`
  return `what is made here is a plain ${owner}, and the paths of ${model.name} are left out without a word`
}

/** Another discriminator of the same model is registered there. */
function hasOther(context: RuleContext, { model, app }: Trouble, state: EntryState): boolean {
  const { index } = context.program.interpreter
  const base = index.definitions(model.name).find((one) => one.base !== null)?.base ?? null
  const siblings = base === null ? [] : (index.schemaOf(base, state.entry.file)?.children ?? [])
  return siblings.some((one) => one.model.name !== model.name && (state.must.has(modelToken(one.model)) || app.everywhere.has(modelToken(one.model))))
}
