/** Counts the connections that a server sees: clients come to it through here. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Database } from '@mongoose-doctor/testing'
import { onTestFinished } from 'vitest'

export interface Proxy {
  uri: string
  /** How many connections have come so far. */
  count(): number
}

/** Ends with the test, after the clients that the test made later. */
export async function countingProxy(database: Database): Promise<Proxy> {
  const uri = new URL(database.uri())
  const behind = { host: uri.hostname, port: Number(uri.port), noDelay: true }
  const sockets = new Set<Socket>()
  let count = 0
  const server = createServer({ noDelay: true }, (client) => {
    count++
    const upstream = connect(behind)
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from)
      from.on('error', () => {}).on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  uri.port = String((server.address() as AddressInfo).port)
  return { uri: uri.href, count: () => count }
}
