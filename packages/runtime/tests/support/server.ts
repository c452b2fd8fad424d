import { createServer, type AddressInfo, type Socket } from 'node:net'
import { deserialize, Long, ObjectId, serialize, type Document } from 'bson'

export interface Server {
  readonly uri: string
  /** The documents of each collection. */
  readonly collections: Record<string, Document[]>
  /** The commands that were sent, but for those by which a driver watches the server. */
  readonly commands: Document[]
  close(): Promise<void>
}

/** Just so much of a MongoDB server that a real driver connects to it, finds documents by equality or $in, and inserts: the wire protocol without a database. */
export async function startServer(): Promise<Server> {
  const sockets = new Set<Socket>()
  const collections: Record<string, Document[]> = {}
  const commands: Document[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let buffer = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk])
      while (buffer.length >= 4 && buffer.length >= buffer.readInt32LE(0)) {
        const length = buffer.readInt32LE(0)
        socket.write(reply(buffer.subarray(0, length), (command) => answer(command, collections, commands)))
        buffer = buffer.subarray(length)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    uri: `mongodb://127.0.0.1:${port}/test`,
    collections,
    commands,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013

function reply(message: Buffer, respond: (command: Document) => Document): Buffer {
  const request = message.readInt32LE(4)
  const query = message.readInt32LE(12) === OP_QUERY
  const body = serialize(own(respond(query ? readQuery(message) : readMsg(message))) as Document)
  const preface = query ? Buffer.alloc(20) : Buffer.alloc(5)
  if (query) preface.writeInt32LE(1, 16)
  const header = Buffer.alloc(16)
  header.writeInt32LE(16 + preface.length + body.length, 0)
  header.writeInt32LE(request, 8)
  header.writeInt32LE(query ? OP_REPLY : OP_MSG, 12)
  return Buffer.concat([header, preface, body])
}

/** Tests put in ids of the Mongoose that they test, whose BSON may be another version's. */
function own(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(own)
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Long) return value
  if (Reflect.get(value, '_bsontype') === 'ObjectId') return new ObjectId(String(value))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, own(item)]))
}

function readQuery(message: Buffer): Document {
  const name = message.indexOf(0, 20)
  return deserialize(message.subarray(name + 9))
}

function readMsg(message: Buffer): Document {
  let command: Document = {}
  const sequences: Document = {}
  for (let at = 20; at < message.length; ) {
    const kind = message[at++]
    const size = message.readInt32LE(at)
    if (kind === 0) command = deserialize(message.subarray(at, at + size))
    else {
      let from = message.indexOf(0, at + 4) + 1
      const documents: Document[] = []
      while (from < at + size) {
        const length = message.readInt32LE(from)
        documents.push(deserialize(message.subarray(from, from + length)))
        from += length
      }
      sequences[message.toString('utf8', at + 4, message.indexOf(0, at + 4))] = documents
    }
    at += size
  }
  return { ...command, ...sequences }
}

function answer(command: Document, collections: Record<string, Document[]>, commands: Document[]): Document {
  const [name = ''] = Object.keys(command)
  if (/^(hello|ismaster)$/i.test(name)) {
    return { ok: 1, ismaster: true, isWritablePrimary: true, helloOk: true, minWireVersion: 0, maxWireVersion: 21, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, localTime: new Date() }
  }
  if (name !== 'ping' && name !== 'endSessions') commands.push(command)
  const collection = String(command[name])
  const documents = (collections[collection] ??= [])
  switch (name) {
    case 'find':
      return { ok: 1, cursor: batch(collection, documents.filter((document) => matches(document, command.filter ?? {})).slice(0, command.limit || undefined)) }
    case 'aggregate':
      return { ok: 1, cursor: batch(collection, documents) }
    case 'findAndModify':
      return { ok: 1, value: documents.find((document) => matches(document, command.query ?? {})) ?? null }
    case 'insert':
      documents.push(...command.documents)
      return { ok: 1, n: command.documents.length }
    default:
      return { ok: 1 }
  }
}

function batch(collection: string, firstBatch: Document[]): Document {
  return { id: Long.ZERO, ns: `test.${collection}`, firstBatch }
}

function matches(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([key, wanted]) => {
    const allowed: unknown[] = wanted?.$in ?? [wanted]
    return allowed.some((value) => String(value) === String(document[key]))
  })
}
