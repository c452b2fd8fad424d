/** A remote cache in memory, at 127.0.0.1: as much of one as a test run needs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export const TOKEN = 'a token of the tests'

interface Artifact {
  body: Buffer
  headers: Record<string, string>
}

export interface RemoteCache {
  url: string
  /** How many artifacts it holds. */
  size(): number
  /** How many were asked for, and there, since the last call. */
  takeHits(): number
}

export interface Protocol {
  /** Its first group is the artifact's key. */
  artifact: RegExp
  /** Starts the name of each header that is kept with an artifact and given back. */
  kept: string
  /** Answers to anything else, by method and path. */
  others: Record<string, unknown>
}

/** Turborepo's, of the version that its releases have in common. */
export const TURBOREPO: Protocol = {
  artifact: /^\/v8\/artifacts\/([0-9a-f]+)$/,
  kept: 'x-artifact-',
  others: { 'GET /v8/artifacts/status': { status: 'enabled' }, 'POST /v8/artifacts/events': {} },
}

/** Nx's, for caches that one hosts oneself. */
export const NX: Protocol = { artifact: /^\/v1\/cache\/([0-9]+)$/, kept: 'x-', others: {} }

/** Closed with the test. */
export async function startRemoteCache(protocol: Protocol): Promise<RemoteCache> {
  const artifacts = new Map<string, Artifact>()
  let hits = 0
  const server = createServer((request, response) => {
    answer(protocol, artifacts, request, response, () => hits++).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => close(server))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    size: () => artifacts.size,
    takeHits() {
      const taken = hits
      hits = 0
      return taken
    },
  }
}

async function answer(protocol: Protocol, artifacts: Map<string, Artifact>, request: IncomingMessage, response: ServerResponse, onHit: () => void): Promise<void> {
  const { method = '', headers } = request
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (headers.authorization !== `Bearer ${TOKEN}`) return send(response, 401, {})
  const key = protocol.artifact.exec(pathname)?.[1]
  const other = protocol.others[`${method} ${pathname}`]
  if (other !== undefined) return send(response, 200, other)
  if (key === undefined) return send(response, 404, {})

  if (method === 'PUT') {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[0].startsWith(protocol.kept) && typeof entry[1] === 'string')
    artifacts.set(key, { body: Buffer.concat(chunks), headers: Object.fromEntries(kept) })
    return send(response, 200, { urls: [pathname] })
  }
  const artifact = artifacts.get(key)
  if (!artifact) return send(response, 404, {})
  if (method === 'GET') onHit()
  response.writeHead(200, { ...artifact.headers, 'content-type': 'application/octet-stream', 'content-length': artifact.body.length })
  response.end(method === 'HEAD' ? undefined : artifact.body)
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
