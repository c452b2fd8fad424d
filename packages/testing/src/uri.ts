/** What of a MongoDB address can be told, and how does it name another database? `URL` does not take the several hosts of a replica set. */
import { randomBytes } from 'node:crypto'

const scheme = /^mongodb(\+srv)?:\/\//
const parts = /^(?<server>mongodb(?<srv>\+srv)?:\/\/(?<credentials>[^?]*@)?[^/?]*)(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/

export function isUri(text: string): boolean {
  return scheme.test(text)
}

/** Passwords are before the last @, and among the options. */
export function withoutSecrets(uri: string): string {
  return uri.replace(/\/\/.*@/, '//…@').replace(/\?.*/, '')
}

/** The same server with another database: one that nobody else has, unless named. */
export function withName(uri: string, name = `test_${randomBytes(6).toString('hex')}`): string {
  const { server = uri, srv, credentials, database, query = '' } = parts.exec(uri)?.groups ?? {}
  const options = new URLSearchParams(query)
  const mechanism = options.get('authMechanism') ?? 'SCRAM'
  // People are looked up in the database of the address, unless an option or the DNS record of +srv says where: that must not change with the name.
  const implied = credentials && database && !srv && !options.has('authSource') && mechanism.startsWith('SCRAM') ? `authSource=${database}` : ''
  const all = [query, implied].filter(Boolean).join('&')
  return `${server}/${name}${all ? `?${all}` : ''}`
}
