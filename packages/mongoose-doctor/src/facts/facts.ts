/** What one file says, independent of every other file. Serialisable; a pure function of (file name, text). */
import type { Span } from '../kernel/place.ts'
import type { Binding, BindingId, ClassFact, FunctionFact, Stmt } from './ir.ts'

/**
 * The module record: what a file imports and exports. Cheap (no syntax tree), so every file has one.
 * `import x from 'y'` has one ImportFact a statement.
 */
export interface ModuleFacts {
  readonly file: string
  readonly typescript: boolean
  /** `'use client'` / `'use server'` and others at the top of the file. */
  readonly directives: readonly string[]
  readonly imports: readonly ImportFact[]
  readonly exports: readonly ExportFact[]
  /** `import('x')` / `require('x')` with a constant specifier, anywhere in the file. `import.meta.glob` and others are only seen in the body. */
  readonly dynamic: readonly DynamicFact[]
  /** True when the file could matter to Mongoose by its text alone (see facts/prefilter.ts). */
  readonly relevant: boolean
  /** May load files whose paths are computed, by its text alone: whole folders of them. */
  readonly mayLoad: boolean
  /** The length of the text, as JavaScript counts it. */
  readonly length: number
  /** Holds the words that a directive inside of a function needs. */
  readonly mayHaveActions: boolean
  /** Holds the name of a comment that silences findings. */
  readonly mayDisable: boolean
  /** The first syntax error: then nothing else of this file can be trusted. */
  readonly error: { readonly message: string; readonly at: number } | null
  /** Not even an error from which the parser recovers: its tree can be had the fast way (facts/raw-transfer.ts). */
  readonly flawless: boolean
}

export interface ImportFact extends Span {
  readonly specifier: string
  readonly specifierSpan: Span
  /** `import './x'`. */
  readonly sideEffectOnly: boolean
  /** `import type …` for the whole statement. */
  readonly typeOnly: boolean
  /** `import R = require('x')`. */
  readonly importEquals: boolean
  readonly names: readonly ImportedName[]
  /** Where it leads is a framework's to say, which writes an import for a name that has none (`unwritten`), or completes `'#imports'`. */
  readonly automatic?: 'unwritten' | 'written'
}
export interface ImportedName extends Span {
  /** `'default'`, `'*'` for a namespace, else the exported name. */
  readonly imported: string
  readonly local: string
  /** `import { type X }`. */
  readonly typeOnly: boolean
}

export type ExportFact =
  /** `export { local as exported }`, `export const x`, `export default …` (local null for an anonymous default). */
  | (Span & { readonly kind: 'local'; readonly exported: string; readonly local: string | null; readonly typeOnly: boolean })
  /** `export { imported as exported } from 'x'`; imported `'*'`: `export * as ns from`. */
  | (Span & { readonly kind: 'from'; readonly specifier: string; readonly imported: string; readonly exported: string; readonly typeOnly: boolean })
  /** `export * from 'x'`. */
  | (Span & { readonly kind: 'star'; readonly specifier: string; readonly typeOnly: boolean })

export interface DynamicFact extends Span {
  readonly via: 'import' | 'require'
  readonly specifier: string
}

/** The whole file, lowered. Made only for files whose content can matter. */
export interface BodyFacts {
  readonly file: string
  readonly bindings: readonly Binding[]
  readonly functions: readonly FunctionFact[]
  readonly classes: readonly ClassFact[]
  readonly body: readonly Stmt[]
  /** Import bindings by local name, and each import binding's uses as a value (types don't count; an export list does). */
  readonly imports: readonly ImportBinding[]
  /** Exported name → the binding that holds it; `default` of an anonymous expression has a synthetic binding named `*default*` declared in `body`. */
  readonly exports: readonly { readonly exported: string; readonly binding: BindingId }[]
  /** Top-level statements and what DCE needs to know of each, parallel to `body`. */
  readonly liveness: readonly StatementLiveness[]
  /** Functions that hold an inline `'use server'` directive. */
  readonly inlineActions: readonly number[]
  /** `// mongoose-doctor-disable…` comments. */
  readonly comments: readonly DisableComment[]
}
export interface ImportBinding {
  readonly binding: BindingId
  /** Index into ModuleFacts.imports. */
  readonly statement: number
  readonly imported: string
  /** Used as a value anywhere, an export list included. */
  readonly valueUses: number
  /** Of those, how many are in an `export { … }` list. */
  readonly exportUses: number
  /** Named by the type of something that has a decorator: `emitDecoratorMetadata` makes a value of it. */
  readonly described: boolean
}
export interface StatementLiveness {
  /** Bindings this statement declares. */
  readonly declares: readonly BindingId[]
  /** Module-level bindings mentioned as values anywhere inside (nested functions included); constant-false branches left out. */
  readonly mentions: readonly BindingId[]
  /** False when it may be dropped if nothing that it declares is used: functions, classes without static effects, constants of pure values, calls marked `@__PURE__`. */
  readonly effect: boolean
  /** `Role;`, `void Role`. */
  readonly bare: boolean
}
export interface DisableComment extends Span {
  readonly form: 'next-line' | 'line' | 'file'
  readonly rules: readonly string[]
  readonly reason: string | null
}
