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
  /** Errors first, then by place. */
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
  /** Models that are surely registered once the entry's own modules are evaluated. */
  readonly registered: readonly string[]
  /** Registered on some paths, or by something unknown. */
  readonly maybe: readonly string[]
  /** Needed by code that the entry reaches. */
  readonly required: readonly string[]
  /** Needed, and proved not surely registered. */
  readonly missing: readonly string[]
}

export interface ModelReport {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly refs: readonly { readonly path: string; readonly model: string }[]
  /** Other definitions of the same name: in a seed script, a test, a copy. */
  readonly also?: readonly { readonly file: string; readonly line: number }[]
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

/** What one examination gives: the report, and what can still be asked of it without examining again. */
export interface Examination {
  readonly report: Report
  /** How `model` gets registered, or why it does not, in the entry of that file (every kind of it); in every entry when none is named. */
  why(model: string, entry?: string): readonly WhyAnswer[]
  readonly sources: Sources
}

/** The texts of the examined files, for code frames. */
export interface Sources {
  /** null when the file is not part of the project or could not be read. */
  text(file: string): string | null
}

export interface RunOptions {
  /** Looked at before each of the four steps. Nothing else runs meanwhile, so what aborts it is what `progress` does. */
  readonly signal?: AbortSignal
  /** Called before each of the four steps. */
  readonly progress?: (progress: Progress) => void
}

export interface ExamineOptions extends RunOptions {
  /** Texts to examine instead of what is on disk, by name relative to the directory. */
  readonly overlay?: ReadonlyMap<string, string>
}

/** What an examination took over from an earlier one. */
export type Reused =
  /** The report: nothing that it depends on has changed. */
  | { readonly kind: 'report' }
  /** Of so many files, the facts of so many. */
  | { readonly kind: 'facts'; readonly files: number; readonly of: number }

export interface Progress {
  /** Steps. */
  readonly done: number
  readonly total: number
  /** "reading files": said on a terminal. */
  readonly what: string
}

export interface WhyAnswer {
  readonly entry: string
  readonly kind: EntryKind
  readonly model: string
  readonly status: WhyStatus
  /** The import chain that registers it, in order; or each place where the chain breaks, and why. */
  readonly steps: readonly Reason[]
}

export type WhyStatus =
  /** Surely registered once the entry's own modules are evaluated. */
  | 'registered'
  /** Surely registered before any entry runs. */
  | 'everywhere'
  | 'maybe'
  /** Needed there, and not surely registered. */
  | 'missing'
  /** Not registered there, and nothing there needs it. */
  | 'not-registered'
