/** Which port can a server take, and does one answer? */
import { connect, createServer } from 'node:net'

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('No port of 127.0.0.1 could be had.'))
      server.close(() => resolve(address.port))
    })
  })
}

/** Whether a TCP connection comes about within `timeout` milliseconds. */
export function answers(host: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const done = (outcome: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    // The look-up of a name counts too, which a socket's own timeout leaves out.
    const timer = setTimeout(done, timeout, false)
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
  })
}
