/** What a command line asks for. */
import type { ListKind } from '../fixes/types.ts'
import type { Strategy } from '../kernel/strategies.ts'
import type { Format } from '../reporters/formats.ts'
import type { PictureFormat } from '../reporters/picture/formats.ts'
import type { Filters } from '../selection/filters.ts'
import type { Output } from './format-args.ts'
import type { CommandName } from './option-specs.ts'

export interface Common {
  /** As written; '.' when none is given. */
  readonly directory: string
  /** Of commands other than check only pretty and json. */
  readonly format: Format
  /** null: not said. */
  readonly color: boolean | null
  /** Whether to use, and leave, what spares work in the next run; null: not said. */
  readonly cache: boolean | null
  /** The folder for it, as written. */
  readonly cacheLocation: string | null
  /** Whether the facts that packages have written are used. */
  readonly fromFacts: boolean
  readonly timings: boolean
}

export interface CheckRequest extends Common {
  readonly command: 'check'
  /** False: another than pretty may suit who reads it. */
  readonly isFormatGiven: boolean
  readonly outputs: readonly Output[]
  readonly filters: Filters
  readonly fix: boolean
  readonly dryRun: boolean
  readonly force: boolean
  /** null: not said; the configuration may. */
  readonly strategy: Strategy | null
  readonly strict: boolean | null
  /** As written; false: none is wanted; null: not said. */
  readonly baseline: string | false | null
  readonly updateBaseline: boolean
  /** Only what a change since a commit can have to do with: as written; a ref that is null is the usual one. null: all. */
  readonly changed: { readonly ref: string | null } | null
  /** The same of what is staged, which is examined in place of what lies on the disk. */
  readonly staged: boolean
  readonly watch: boolean
  readonly printConfig: boolean
}

export interface GraphRequest extends Common {
  readonly command: 'graph'
  readonly what: GraphKind
  readonly picture: PictureFormat
  /** Of findings; of models only the names. */
  readonly filters: Filters
  /** How the id of a finding begins. */
  readonly finding: string | null
  readonly output: string | null
}

export const graphKinds = ['models', 'findings'] as const

export type GraphKind = (typeof graphKinds)[number]

export type Request =
  | { readonly command: 'help'; readonly topic: CommandName | null }
  | { readonly command: 'version' }
  | CheckRequest
  | (Common & { readonly command: 'entries'; readonly filters: Filters })
  | (Common & { readonly command: 'models'; readonly filters: Filters })
  | (Common & { readonly command: 'why'; readonly model: string; readonly entry: string | null })
  | (Common & { readonly command: 'explain'; readonly words: readonly string[]; readonly log: string | null })
  | (Common & { readonly command: 'generate'; readonly kind: ListKind; readonly output: string | null; readonly check: boolean })
  | GraphRequest
  | (Common & { readonly command: 'facts'; readonly output: string | null })
  | (Common & { readonly command: 'init'; readonly yes: boolean; readonly force: boolean })
  | (Common & { readonly command: 'verify'; readonly entries: readonly string[]; readonly run: boolean })
  | { readonly command: 'lsp' }
