/** The result of an examination: plain data, the JSON contract. Within a schemaVersion fields are only ever added. */

export type Framework = 'next' | 'node'

export type EntryKind =
  | 'page' | 'route-handler' | 'server-action' | 'metadata-route'
  | 'pages-page' | 'pages-api'
  | 'instrumentation' | 'middleware' | 'proxy'
  | 'server' | 'script'

export type RuleName =
  | 'missing-model'
  | 'inert-import'
  | 'late-registration'
  | 'dynamic-model-import'
  | 'conditional-model-import'
  | 'computed-model-import'
  | 'unknown-ref'
  | 'circular-model-import'
  | 'unused-disable'

export type Severity = 'error' | 'warning' | 'info'
export type Confidence = 'proved' | 'likely'

export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'mongoose-doctor'; readonly version: string }
  /** False when anything is in `unknown`. */
  readonly complete: boolean
  readonly apps: readonly AppReport[]
  readonly models: readonly ModelReport[]
  readonly findings: readonly Finding[]
  readonly unknown: readonly Unknown[]
  readonly stats: Stats
}

export interface AppReport {
  /** Relative to the examined directory; '.' for itself. */
  readonly root: string
  readonly framework: Framework
  /** "Next 16.2 with Turbopack": what decided which imports survive. */
  readonly compiler: string
  /** Surely registered before any entry runs (instrumentation). */
  readonly everywhere: readonly string[]
  readonly entries: readonly EntryReport[]
}

export interface EntryReport {
  readonly file: string
  readonly kind: EntryKind
  readonly registered: readonly string[]
  readonly maybe: readonly string[]
  readonly required: readonly string[]
  readonly missing: readonly string[]
}

export interface ModelReport {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly refs: readonly { readonly path: string; readonly model: string }[]
}

export interface Finding {
  /** Stable: rule + entry + model + normalised code, no line number. */
  readonly id: string
  readonly rule: RuleName
  readonly severity: Severity
  readonly confidence: Confidence
  readonly model: string
  /** Where to look first: the statement that fails or the import that does nothing. 1-based lines and columns. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** Every entry that this one cause breaks. */
  readonly entries: readonly string[]
  /** One sentence: what happens. */
  readonly message: string
  /** The chain of reasons, in the order a person would follow it. */
  readonly because: readonly Reason[]
  /** One or two lines: what to do; null when there is nothing general to say. */
  readonly help: string | null
  readonly fixable: boolean
}

export interface Reason {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** What could not be decided, and why; shown, never dropped. */
export interface Unknown {
  readonly file: string
  /** null when the whole file is meant. */
  readonly line: number | null
  readonly reason: string
}

export interface Stats {
  readonly files: number
  readonly bytes: number
  readonly milliseconds: number
}
