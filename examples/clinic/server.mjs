/** Serves the clinic: Next.js behind a server that tells it the address a request really came from. */
import { createServer } from 'node:http'
import next from 'next'

const hostname = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 3000)

const app = next({ dev: process.env.NODE_ENV === 'development', dir: import.meta.dirname, hostname, port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createServer((request, response) => {
  // Next.js believes this header if the client sends it. Appended to, as a proxy does, its last entry is always true.
  const claimed = request.headers['x-forwarded-for']
  request.headers['x-forwarded-for'] = [claimed, request.socket.remoteAddress].filter(Boolean).join(', ')
  void handle(request, response)
})
server.listen(port, hostname, () => process.stdout.write(`ready http://${hostname}:${port}\n`))
