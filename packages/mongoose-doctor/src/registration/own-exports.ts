/** What a file exports under which name by itself: kept beside its values, so that nobody has to lower the file again for it. */
import type { BodyFacts, ImportBinding } from '../facts/facts.ts'
import type { BindingId } from '../facts/ir.ts'

export interface OwnExport {
  readonly binding: BindingId
  /** null: it is declared in the file. */
  readonly imported: ImportBinding | null
}

export function ownExports({ exports, bindings, imports }: BodyFacts): ReadonlyMap<string, OwnExport> {
  // The first of a name counts.
  return new Map(exports.map(({ exported, binding }): [string, OwnExport] => {
    const imported = bindings[binding]?.kind === 'import' ? imports.find((each) => each.binding === binding) : undefined
    return [exported, { binding, imported: imported ?? null }]
  }).toReversed())
}
