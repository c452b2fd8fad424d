/** The forty files that an application of any size has: core models, `lib`, the frame of the application, the UI package, a worker. */
import { defects } from './defects.ts'
import { random } from '../random.ts'
import { lines, type Kind, type SourceFile } from './source-file.ts'
import { functionOver } from './statements.ts'
import { STATUS } from '../domain.ts'

const UI = ['Button', 'Badge', 'Stack', 'Modal', 'Input', 'Select', 'Tooltip', 'Spinner', 'Avatar', 'Divider', 'Heading', 'Callout', 'Switch']

/** The files of `lib`, by name. */
const LIB: Readonly<Record<string, string>> = {
  db: lines("import mongoose from 'mongoose'", "import { env } from './env'", '', 'const cached = globalThis as { connection?: Promise<typeof mongoose> }', '', 'export async function connect() {', '  cached.connection ??= mongoose.connect(env.MONGODB_URI, { bufferCommands: false })', '  return cached.connection', '}', ''),
  env: lines("import { z } from 'zod'", '', "export const env = z.object({ MONGODB_URI: z.string().url(), SECRET: z.string().min(32) }).parse(process.env)", ''),
  auth: lines("import { cookies } from 'next/headers'", "import { connect } from './db'", "import { User } from '@/models/core/user'", "import { Unauthorized } from './errors'", '', 'export interface Session {', '  user: string', '  roles: string[]', '}', '', 'export async function session(_request?: Request): Promise<Session> {', "  const token = (await cookies()).get('session')?.value", '  await connect()', '  const user = token ? await User.findOne({ token }).lean() : null', '  if (!user) throw new Unauthorized()', '  return { user: String(user._id), roles: user.roles }', '}', ''),
  errors: lines("import { NextResponse } from 'next/server'", "import { logger } from './logger'", '', 'export class NotFound extends Error {', '  constructor(what: string, id: string) {', '    super(`no ${what} ${id}`)', '  }', '}', '', 'export class Unauthorized extends Error {}', '', 'export function problem(failure: unknown) {', "  logger.error('request failed', { failure })", '  const status = failure instanceof NotFound ? 404 : failure instanceof Unauthorized ? 401 : 500', '  return NextResponse.json({ error: String(failure) }, { status })', '}', ''),
  logger: lines("const write = (level: string) => (text: string, data: object = {}) => process.stdout.write(`${JSON.stringify({ level, text, ...data })}\\n`)", '', "export const logger = { debug: write('debug'), info: write('info'), error: write('error') }", ''),
  events: lines("import { EventEmitter } from 'node:events'", '', 'const bus = new EventEmitter()', '', 'export function publish(name: string, data: object) {', '  bus.emit(name, data)', '}', '', 'export function subscribe(name: string, listener: (data: object) => void) {', '  bus.on(name, listener)', '}', ''),
  pagination: lines('export interface PageRequest {', '  page: number', '  size: number', '  sort: string', '  descending: boolean', '}', '', 'export interface Page<T> {', '  items: T[]', '  total: number', '  pages: number', '}', '', 'export function toPage<T>(items: T[], total: number, { size }: PageRequest): Page<T> {', '  return { items, total, pages: Math.ceil(total / size) }', '}', ''),
  dates: lines("export const formatDate = (date: Date) => date.toISOString().slice(0, 10)", 'export const daysBetween = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 86_400_000)', ''),
  money: lines("export const formatMoney = (amount: number, currency = 'EUR') => new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)", ''),
  text: lines("export const slugify = (text: string) => text.toLowerCase().replaceAll(/\\W+/g, '-')", ''),
  cn: lines('export const cn = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(" ")', ''),
  csv: lines("export const csv = (rows: string[]) => rows.map((row) => `\"${row.replaceAll('\"', '\"\"')}\"`).join('\\r\\n')", ''),
  http: lines('export async function request<T>(path: string, init?: RequestInit): Promise<T> {', '  const answer = await fetch(path, init)', '  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)', '  return (await answer.json()) as T', '}', ''),
}

/** In the order of their imports. */
export function sharedFiles(seed: number): SourceFile[] {
  const file = (path: string, kind: Kind, text: string): SourceFile => ({ path, kind, text })
  return [
    ...Object.entries(LIB).map(([name, text]) => file(`apps/web/src/lib/${name}.ts`, 'utility', text)),
    file('apps/web/src/models/core/attachment.ts', 'model', lines("import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'", '', 'const attachmentSchema = new Schema({', '  name: { type: String, required: true },', '  url: String,', '  bytes: { type: Number, default: 0 },', '  of: { type: Schema.Types.ObjectId, index: true },', '})', '', 'export type AttachmentRecord = InferSchemaType<typeof attachmentSchema>', "export const Attachment = (mongoose.models.Attachment as Model<AttachmentRecord>) || mongoose.model('Attachment', attachmentSchema)", '')),
    file('apps/web/src/models/core/user.ts', 'model', lines("import { Schema, model, models, type Model, type Types } from 'mongoose'", '', 'export interface UserRecord {', '  _id: Types.ObjectId', '  name: string', '  email: string', '  roles: string[]', '  token?: string', '  avatar?: Types.ObjectId', '}', '', 'const userSchema = new Schema<UserRecord>({', '  name: { type: String, required: true },', '  email: { type: String, required: true, unique: true },', "  roles: { type: [String], default: ['viewer'] },", '  token: { type: String, index: true },', "  avatar: { type: Schema.Types.ObjectId, ref: 'Attachment' },", '})', '', "export const User = (models.User as Model<UserRecord>) || model<UserRecord>('User', userSchema)", '')),
    ...UI.map((name) => file(`packages/ui/src/${name.toLowerCase()}.tsx`, 'component', uiComponent(name, seed))),
    file('packages/ui/src/index.ts', 'barrel', lines(UI.map((name) => `export * from './${name.toLowerCase()}'`), '')),
    file('apps/web/src/app/layout.tsx', 'page', lines("import type { ReactNode } from 'react'", "import { Stack } from '@acme/ui'", '', 'export default function RootLayout({ children }: { children: ReactNode }) {', '  return (\n    <html lang="en">\n      <body>\n        <Stack>{children}</Stack>\n      </body>\n    </html>\n  )', '}', '')),
    file('apps/web/src/app/page.tsx', 'page', lines("import { Heading } from '@acme/ui'", "import { session } from '@/lib/auth'", '', 'export default async function Home() {', '  const { user } = await session()', '  return <Heading>{user}</Heading>', '}', '')),
    ...defects().map(({ path, text }) => file(path, 'route', text)),
    file('apps/web/next.config.ts', 'configuration', lines("import type { NextConfig } from 'next'", '', "const config: NextConfig = { transpilePackages: ['@acme/ui'], experimental: { optimizePackageImports: ['@acme/ui'] } }", '', 'export default config', '')),
    file('apps/worker/src/jobs.ts', 'server', lines("export const jobs: Record<string, () => Promise<void>> = {", '  sweep: async () => {},', '}', '')),
    file('apps/worker/src/main.ts', 'server', lines("import { jobs } from './jobs'", '', "const job = jobs[process.argv[2] ?? 'sweep']", 'if (job) await job()', '')),
  ]
}

function uiComponent(name: string, seed: number): string {
  const draw = random(seed, `ui ${name}`)
  return lines(
    "import type { ComponentProps, ReactNode } from 'react'",
    '',
    `export interface ${name}Props extends ComponentProps<'div'> {`,
    `  tone?: ${draw.pick(["'plain' | 'strong'", "'info' | 'warning' | 'error'", "'small' | 'large'"])}`,
    '  children?: ReactNode',
    '}',
    '',
    `export function ${name}({ tone, children, ...rest }: ${name}Props) {`,
    `  return (\n    <div data-tone={tone} className="${draw.pick(['inline-flex', 'block', 'grid'])} rounded p-${draw.int(1, 6)}" {...rest}>\n      {children}\n    </div>\n  )`,
    '}',
    '',
    functionOver(`describe${name}`, [STATUS], draw),
    '',
  )
}
