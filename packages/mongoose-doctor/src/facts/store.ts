import type { BodyFacts, ModuleFacts } from './facts.ts'

/** Facts that were made before. They are a function of a file's name and bytes, so a hash of the bytes is all there is to ask for. */
export interface FactsStore {
  has(file: string, hash: string): boolean
  /** null when there are none, or when they can't be read any more. */
  module(file: string, hash: string): ModuleFacts | null
  body(file: string, hash: string): BodyFacts | null
}
