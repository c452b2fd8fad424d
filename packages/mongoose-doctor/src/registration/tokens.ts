/** What a set of tokens amounts to under the application that is judged: files stand for all that their evaluation registers. */
import { LATER, LOST, bareToken, loadToken, modelToken } from '../models/value.ts'
import type { May, Token } from '../models/value.ts'
import type { State } from './state.ts'
import type { Demand } from './summary.ts'

/** What evaluating a file and all that it loads registers, under one application's compiler. */
export interface Loaded {
  readonly must: ReadonlySet<Token>
  readonly may: ReadonlyMap<Token, May>
}
/** `await import('./x')` as a statement: nothing is done with what it gives. */
export const NO_NAMES: readonly string[] = ['*none']

export type Linker = (file: string, names: readonly string[] | null) => Loaded

export class Tokens {
  /** What the plugins of this program load when a populate needs it. */
  readonly onDemand = new Map<Token, ReadonlySet<Token>>()
  readonly #bases = new Map<Token, Loaded>()
  #linker: Linker | null = null

  /** From here on tokens of files are understood. */
  link(linker: Linker): void {
    this.#linker = linker
    this.#bases.clear()
  }

  /** Whether one of them is the token, or a file that registers it. */
  has(tokens: ReadonlySet<Token>, token: Token): boolean {
    if (tokens.has(token)) return true
    if (this.#linker === null) return false
    for (const one of tokens) if (one.startsWith('file:') && this.loaded(one).must.has(token)) return true
    return false
  }

  /** Registered; or loaded by the populate itself, of a model that was compiled after the plugin which does so. */
  meets(tokens: ReadonlySet<Token>, { need, token }: Pick<Demand, 'need' | 'token'>): boolean {
    if (this.has(tokens, token)) return true
    if (need.how === 'lookup' || need.how === 'child' || need.owner === null) return false
    const own = need.loads.get(need.model.name)
    if (own !== undefined && this.has(own, token)) return true
    const load = loadToken(need.model)
    const loads = this.onDemand.get(load)
    return loads !== undefined && this.has(loads, token) && this.has(tokens, load)
      && !this.has(tokens, bareToken(modelToken({ name: need.owner, connection: need.model.connection })))
  }

  /** Why the token is possibly registered, where it isn't surely; null when nothing speaks for it. */
  possibly(state: State, token: Token): May | null {
    const found = this.#found(state, token)
    const later = state.may.get(LATER)
    return later === undefined ? found : found === null ? { reason: 'later', site: later.site } : afterwards(found)
  }

  #found(state: State, token: Token): May | null {
    const direct = state.may.get(token) ?? state.may.get('any')
    if (direct !== undefined) return direct
    // The weakest reason: it counts where no other does.
    let lost = state.may.get(LOST) ?? null
    const unplaced = token.replace(/^model:[^:]*:/, 'model:?:')
    for (const [one, may] of state.may) if (one.startsWith('file:') && this.loaded(one).must.has(token)) return may
    for (const one of [...state.must, ...state.may.keys()]) {
      if (one === unplaced) return { reason: 'computed', site: { file: '', start: 0, end: 0 } }
      if (!one.startsWith('file:')) continue
      const { must, may } = this.loaded(one)
      const found = may.get(token) ?? may.get('any')
      if (found !== undefined) return found
      if (must.has(unplaced)) return { reason: 'computed', site: { file: '', start: 0, end: 0 } }
      lost ??= may.get(LOST) ?? null
    }
    return lost
  }

  /** What a function that waited says of a token, as its caller has it. */
  reconsidered(may: May | null, state: State, token: Token): May | null {
    if (may !== null && may.reason !== 'later') return may
    const found = this.possibly(state, token)
    return may === null || found === null ? found ?? may : afterwards(found)
  }

  /** Two ways agree on a token also when one of them has it through a file. */
  readonly agree = (tokens: ReadonlySet<Token>, token: Token): boolean => {
    if (this.#linker === null) return false
    if (!token.startsWith('file:')) return this.has(tokens, token)
    const all = this.loaded(token).must
    return all.size > 0 && [...all].every((one) => this.has(tokens, one))
  }

  /** What evaluating that file registers. */
  loaded(token: Token): Loaded {
    const base = this.#bases.get(token)
    if (base !== undefined) return base
    const [file = '', names] = token.slice('file:'.length).split('?')
    return this.#linker?.(file, names === undefined ? null : names.split(',')) ?? { must: new Set(), may: new Map() }
  }

  /** One token for all that an entry starts with, so that states stay small. */
  baseToken(loaded: Loaded): Token {
    const token = `file:@entry:${this.#bases.size}`
    this.#bases.set(token, loaded)
    return token
  }
}

/** Other code had its time. */
const afterwards = (may: May): May => (may.reason === 'unawaited' ? { ...may, reason: 'computed' } : may)
