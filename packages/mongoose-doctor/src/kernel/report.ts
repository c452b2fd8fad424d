/** The result of an examination: plain data, the JSON contract. Within a schemaVersion fields are only ever added. */
import type { RuleName } from './rules.ts'

export type Framework = 'next' | 'node' | 'nuxt' | 'nitro' | 'sveltekit' | 'react-router' | 'remix' | 'astro' | 'serverless'

export type EntryKind =
  | 'page' | 'route-handler' | 'server-action' | 'metadata-route'
  | 'pages-page' | 'pages-api'
  | 'instrumentation' | 'middleware' | 'proxy'
  | 'server' | 'script'
  /** Of a server that loads them by their folder: run when it starts; run by name or by the clock. */
  | 'plugin' | 'task'
  /** Started by code of the application: a thread, a child process, a job of its own. */
  | 'worker'
  /** A serverless function. */
  | 'function'
  | 'load' | 'hooks' | 'remote-functions' | 'route' | 'entry-server' | 'action'

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
  /** What the project or the user has decided not to see; absent where that is nothing. */
  readonly withheld?: Withheld
  /** What the baseline has, and this examination has not found; absent where that is nothing. */
  readonly gone?: readonly KnownFinding[]
}

/** A finding as a baseline keeps it. */
export type KnownFinding = Pick<Finding, 'id' | 'rule' | 'severity' | 'confidence' | 'model' | 'file' | 'entries'>

/** How many findings were made and are not in `findings`. */
export interface Withheld {
  /** The configuration turns their rule off, or ignores where they are. */
  readonly ignored: number
  /** They are in the baseline. */
  readonly known: number
  /** They have nothing to do with what has changed. */
  readonly unchanged: number
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
  /** Required, and whether it is registered then could not be decided. */
  readonly unknown: readonly string[]
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
  /** How one of the entries comes to where the chain breaks, and the model behind that; empty where there is no such way. */
  readonly path: readonly PathStep[]
  /** One or two lines: what to do; null when there is nothing general to say. */
  readonly help: string | null
  readonly fixable: boolean
}

export interface Reason {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** One stop of a finding's path. */
export interface PathStep {
  readonly kind: StepKind
  /** null: a model that no file defines. */
  readonly file: string | null
  /** Where in the file it goes on; of a model, where it is registered. null when the whole file is meant. */
  readonly line: number | null
  /** How it goes on to the next step; null at the last. */
  readonly link: PathLink | null
}

export type StepKind =
  | 'entry'
  /** A file that is evaluated on the way. */
  | 'module'
  /** A static import that does not count. */
  | 'import'
  /** What needs the model: a populate, a look-up, a use of it. */
  | 'query'
  /** Where the model's name is written, if not in the query. */
  | 'ref'
  /** An import(), require() or model() that is run, not evaluated with the entry. */
  | 'load'
  | 'model'

export type PathLink =
  /** By a static import. */
  | 'imports'
  /** By static imports of files that are left out here. */
  | 'indirectly'
  /** Evaluated together: a page and its layouts. */
  | 'with'
  /** The code is in it, or is called from there. */
  | 'runs'
  | 'loads'
  | 'names'
  /** By a path that is computed when it runs. */
  | 'computed'
  | Break

/** Why a chain breaks: nothing leads on; the import is dropped; after the query, or in a race with it; not on all paths; read before it is there; defined nowhere; the model has no such path; on another connection. */
export type Break = 'absent' | 'dropped' | 'late' | 'race' | 'some-paths' | 'early' | 'nowhere' | 'no-path' | 'elsewhere'

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
