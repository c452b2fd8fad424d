/** Which network does this request come from? The entries that our own proxies appended are believed, and no others. */
import 'server-only'
import { isIPv6 } from 'node:net'
import { headers } from 'next/headers'
import { getConfig } from './config'

export async function clientAddress(): Promise<string> {
  const list = ((await headers()).get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim())
  const address = list.at(-1 - getConfig().CLINIC_PROXIES) ?? list[0] ?? ''
  return network(address.replace(/^::ffff:/i, ''))
}

/** A household or a server has 2^64 addresses of IPv6: they count as one. */
function network(address: string): string {
  if (!isIPv6(address)) return address
  const [before = '', after] = address.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = (after ?? '').split(':').filter(Boolean)
  const zeros = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
