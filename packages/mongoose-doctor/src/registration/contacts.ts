/** What code does with connections on its way: it opens one, sends something over one, closes one. */
import type { Site } from '../kernel/place.ts'
import type { ConnectionId } from '../models/value.ts'

/** Whether the connection has been opened when something is sent over it; Mongoose waits for one that is being opened, unless that is done with `bufferCommands: false`: then it is 'opening'. */
export type Opened = 'surely' | 'possibly' | 'opening' | 'no'

export interface Contact {
  /** `make`: a connection of its own, with `createConnection()`. */
  readonly kind: 'open' | 'send' | 'close' | 'make'
  readonly connection: ConnectionId
  readonly site: Site
  /** The model whose operation is sent, and the operation; null of what sends nothing. */
  readonly sent: { readonly model: string; readonly operation: string } | null
  /** Its schema has `bufferCommands: false`. */
  readonly impatient: boolean
  /** Of what is sent. */
  readonly opened: Opened
  /** Code that is not looked into calls it, if at all, when it wants to. */
  readonly handed: boolean
  /** In a branch, a loop or a catch of one of the functions on the way. */
  readonly conditional: boolean
  /** The calls that lead to it, outermost first. */
  readonly trail: readonly Site[]
}

export type Contacts = Map<string, Contact>

/** Of all that is sent the first that is worst is enough to know; of the rest each place. */
export function addContact(contacts: Contacts, contact: Contact): void {
  const { kind, connection, site, handed, opened } = contact
  if (kind === 'send' && opened === 'surely') return
  const key = kind === 'send' ? `${kind}:${connection}:${handed}` : `${kind}:${site.file}@${site.start}:${handed}`
  const known = contacts.get(key)
  if (known === undefined || worse(contact, known)) contacts.set(key, contact)
}

/** Opened in the function itself, or by those who call it. */
export const better = (a: Opened, b: Opened): Opened => (RANK[a] > RANK[b] ? a : b)

const RANK = { no: 0, opening: 1, possibly: 2, surely: 3 } as const

function worse(a: Contact, b: Contact): boolean {
  return RANK[a.opened] < RANK[b.opened]
}
