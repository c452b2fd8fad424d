/** The server on two streams, from the first message to the last. */
import type { Readable, Writable } from 'node:stream'
import { createConnection, type WatchDog } from 'vscode-languageserver'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { startServer, type ServerOptions } from './server.ts'

export interface Streams extends ServerOptions {
  readonly input: Readable
  readonly output: Writable
  /** Milliseconds between looks at whether the editor still runs. */
  readonly watchEvery?: number
}

const WATCH_EVERY = 3000

/** Resolves at the end: whether the editor has asked for it (`shutdown`, then `exit`), or was gone. */
export function serve({ input, output, watchEvery = WATCH_EVERY, ...options }: Streams): Promise<boolean> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    const end = (isAsked: boolean): void => {
      if (isOver) return
      isOver = true
      clearInterval(timer)
      server.close()
      connection.dispose()
      resolve(isAsked)
    }
    const watchDog: WatchDog = {
      shutdownReceived: false,
      initialize({ processId }) {
        if (processId !== null) timer = setInterval(() => { if (!isAlive(processId)) end(watchDog.shutdownReceived) }, watchEvery)
      },
      exit: (code) => end(code === 0),
    }
    const connection = createConnection((logger) => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger), watchDog)
    const server = startServer(connection, options)
    input.once('close', () => end(watchDog.shutdownReceived))
    input.once('end', () => end(watchDog.shutdownReceived))
    connection.listen()
  })
}

/** Signal 0 asks only whether the process is there. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
