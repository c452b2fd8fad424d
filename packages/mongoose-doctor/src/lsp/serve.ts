/** The server on two streams, from the first message to the last. */
import type { Readable, Writable } from 'node:stream'
import { createConnection, type WatchDog } from 'vscode-languageserver'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type Logger } from 'vscode-languageserver/node'
import { isAlive, startOf } from '../fixes/writing/process.ts'
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
      // The connection is left to itself: an answer that is still to come must not fail.
      server.close()
      resolve(isAsked)
    }
    const watchDog: WatchDog = {
      shutdownReceived: false,
      initialize({ processId }) {
        if (processId === null) return
        const started = startOf(processId)
        timer = setInterval(() => { if (!isAlive(processId, started)) end(watchDog.shutdownReceived) }, watchEvery)
      },
      exit: (code) => end(code === 0),
    }
    const connection = createConnection((logger) => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), unfailing(logger)), watchDog)
    const server = startServer(connection, options)
    input.once('close', () => end(watchDog.shutdownReceived))
    input.once('end', () => end(watchDog.shutdownReceived))
    connection.listen()
  })
}

/** It tells the editor, who may be gone. */
function unfailing(logger: Logger): Logger {
  const attempt = (log: (message: string) => void) => (message: string): void => {
    try {
      log(message)
    } catch {
      // Nobody is there to be told.
    }
  }
  return { error: attempt((text) => logger.error(text)), warn: attempt((text) => logger.warn(text)), info: attempt((text) => logger.info(text)), log: attempt((text) => logger.log(text)) }
}
