/** What the two task runners have in common, as far as these tests ask. */
import type { Example, Machine } from './machine.ts'
import { nx } from './nx.ts'
import type { Protocol } from './remote-cache.ts'
import { turborepo } from './turborepo.ts'

/** Where a package's facts came from. */
export type Source = 'extracted' | 'remote cache' | 'local cache'

export interface Pipeline {
  example: Example
  protocol: Protocol
  /** What a person sets to use the remote cache of that address. */
  environment(url: string): Record<string, string>
  /** Has the facts of all packages made, or of those in one folder, and says by package where they came from. */
  facts(machine: Machine, env: Record<string, string>, folder?: string): Promise<Record<string, Source>>
  /** The command that a CI runs, from facts to verdict. */
  doctor(machine: Machine, env: Record<string, string>): Promise<{ code: number | null; output: string }>
}

export const PIPELINES: readonly Pipeline[] = [turborepo, nx]
