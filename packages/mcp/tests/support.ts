/** A small application with a finding, and a client that asks a server about it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { CallToolResultSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { Report } from 'mongoose-doctor'
import { onTestFinished } from 'vitest'
import { createServer } from '../src/server.ts'

const model = (name: string, fields = ''): string =>
  `import mongoose from 'mongoose'\nexport default mongoose.models.${name} || mongoose.model('${name}', new mongoose.Schema({ ${fields} }))\n`

export const app = {
  'package.json': JSON.stringify({ dependencies: { next: '16.2.0', mongoose: '9.0.0' } }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] } } }),
  'models/Role.ts': model('Role'),
  'models/User.ts': model('User', `role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' }`),
  'app/api/users/route.ts': `import User from '@/models/User'\nexport const GET = async () => Response.json(await User.find().populate('role'))\n`,
  'app/page.tsx': `export default () => null\n`,
}
export const route = 'app/api/users/route.ts'
export const mended = `import User from '@/models/User'\nimport '@/models/Role'\n`
export const error = 'MissingSchemaError: Schema hasn\'t been registered for model "Role".\nUse mongoose.model(name, schema)\n    at GET (/srv/app/api/users/route.ts:2:60)\n'

/** A folder with these files, removed after the test. */
export function withTree(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mongoose-doctor-mcp-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

export interface Result {
  readonly text: string
  readonly isError: boolean
  readonly data: Record<string, unknown>
}

export interface Connection {
  readonly client: Client
  /** A result with data has been checked by the schema that the tool declares. */
  call(name: string, args?: Readonly<Record<string, unknown>>, options?: RequestOptions): Promise<Result>
  /** The client has other folders open. */
  open(roots: readonly string[]): Promise<void>
}

/** @param roots folders that the client has open; undefined: it knows no such thing */
export async function connect(transport: Transport, roots?: readonly string[]): Promise<Connection> {
  let now = roots ?? []
  const client = new Client({ name: 'test', version: '1' }, { capabilities: roots === undefined ? {} : { roots: { listChanged: true } } })
  if (roots !== undefined) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: now.map((path) => ({ uri: path.includes(':') ? path : pathToFileURL(path).href })) }))
  onTestFinished(() => client.close())
  await client.connect(transport)
  // The client checks results by the schemas that it has been told.
  await client.listTools()
  return {
    client,
    async call(name, args = {}, options) {
      const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }, undefined, options))
      const text = result.content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n')
      return { text, isError: result.isError === true, data: result.structuredContent ?? {} }
    },
    async open(other) {
      now = other
      await client.sendRootsListChanged()
    },
  }
}

/** A server in this process. */
export async function serve(cwd: string, { directories = [], roots }: { readonly directories?: readonly string[]; readonly roots?: readonly string[] } = {}): Promise<Connection> {
  const [here, there] = InMemoryTransport.createLinkedPair()
  await createServer({ cwd, directories }).connect(there)
  return connect(here, roots)
}

/** Milliseconds have nothing to do with what is said. */
export const said = (report: Report): unknown => ({ ...report, stats: { ...report.stats, milliseconds: 0 } })
