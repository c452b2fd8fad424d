/** What a part of the made-up application is about: its names, its fields, and the parts that it refers to. */
import { random } from './random.ts'

export interface Field {
  name: string
  /** In TypeScript, in a Mongoose schema, and in zod. */
  type: string
  schema: string
  rule: string
}

export interface Ref {
  path: string
  model: string
  /** The file of the model, without extension. */
  file: string
  many: boolean
}

export interface Domain {
  index: number
  /** Folder names: `features/<area>/<name>`. */
  area: string
  name: string
  /** The model, `BillingInvoice`, and a variable of it, `invoice`. */
  entity: string
  variable: string
  /** Every second part keeps a history, in a second model. */
  event: string | null
  fields: readonly Field[]
  refs: readonly Ref[]
  /** Parts of the same area that come before: imports go only to these, so what an entry reaches does not grow with the application. */
  earlier: readonly Domain[]
}

/** An area has a workspace package of its own. */
export const DOMAINS_PER_AREA = 10

const AREAS = ['billing', 'catalog', 'clinic', 'crm', 'delivery', 'events', 'finance', 'helpdesk', 'hiring', 'inventory', 'learning', 'legal', 'logistics', 'market', 'media', 'payroll', 'planning', 'portal', 'property', 'rental', 'research', 'sales', 'support', 'travel']
const NOUNS = ['account', 'invoice', 'order', 'ticket', 'contract', 'shipment', 'booking', 'review', 'budget', 'campaign']

const FIELDS: readonly Field[] = [
  field('title', 'string', '{ type: String, required: true, trim: true }', 'z.string().min(1).max(200)'),
  field('description', 'string', "{ type: String, default: '' }", 'z.string().max(5000).optional()'),
  field('amount', 'number', '{ type: Number, min: 0, default: 0 }', 'z.number().nonnegative()'),
  field('quantity', 'number', '{ type: Number, default: 1 }', 'z.number().int().positive()'),
  field('currency', 'string', "{ type: String, enum: ['EUR', 'USD', 'GBP', 'CHF'], default: 'EUR' }", "z.enum(['EUR', 'USD', 'GBP', 'CHF'])"),
  field('priority', 'number', '{ type: Number, min: 0, max: 5, default: 2 }', 'z.number().min(0).max(5)'),
  field('dueAt', 'Date', '{ type: Date, index: true }', 'z.coerce.date()'),
  field('closedAt', 'Date', '{ type: Date, default: null }', 'z.coerce.date().nullable()'),
  field('tags', 'string[]', '[{ type: String, lowercase: true }]', 'z.array(z.string()).max(20)'),
  field('reference', 'string', '{ type: String, unique: true, sparse: true }', 'z.string().regex(/^[A-Z]{2}-\\d{4,}$/)'),
  field('archived', 'boolean', '{ type: Boolean, default: false, index: true }', 'z.boolean().default(false)'),
  field('language', 'string', "{ type: String, default: 'en' }", "z.string().length(2).default('en')"),
  field('score', 'number', '{ type: Number }', 'z.number().optional()'),
  field('region', 'string', "{ type: String, enum: ['north', 'south', 'east', 'west'] }", "z.enum(['north', 'south', 'east', 'west'])"),
  field('notes', 'string', '{ type: String, maxlength: 4000 }', 'z.string().max(4000).optional()'),
  field('discount', 'number', '{ type: Number, min: 0, max: 1 }', 'z.number().min(0).max(1)'),
]

/** Every record has it. */
export const STATUS = field('status', "'draft' | 'open' | 'closed'", "{ type: String, enum: ['draft', 'open', 'closed'], default: 'draft', index: true }", "z.enum(['draft', 'open', 'closed'])")

/** @param before the domains of the same area that come before this one */
export function domain(seed: number, index: number, before: readonly Domain[]): Domain {
  const { int, some } = random(seed, `domain ${index}`)
  const areaIndex = Math.floor(index / DOMAINS_PER_AREA)
  const round = Math.floor(areaIndex / AREAS.length)
  const area = `${AREAS[areaIndex % AREAS.length]}${round === 0 ? '' : round + 1}`
  const noun = NOUNS[index % DOMAINS_PER_AREA] ?? 'record'
  const entity = `${pascal(area)}${pascal(noun)}`
  const earlier = some(before, 3)
  const refs: Ref[] = [
    { path: 'owner', model: 'User', file: '@/models/core/user', many: false },
    { path: 'attachments', model: 'Attachment', file: '@/models/core/attachment', many: true },
    ...earlier.map((other) => ({ path: `${other.variable}${other.index % 3 === 0 ? 's' : ''}`, model: other.entity, file: modelFile(other), many: other.index % 3 === 0 })),
  ]
  return { index, area, name: `${noun}s`, entity, variable: noun, event: index % 2 === 0 ? `${entity}Event` : null, fields: [STATUS, ...some(FIELDS, int(5, 10))], refs, earlier }
}

/** The file of a domain's model, as an import names it. */
export function modelFile({ area, variable }: { area: string; variable: string }): string {
  return `@/models/${area}/${variable}`
}

/** The folder of a domain, as an import names it. */
export function featureFolder({ area, name }: { area: string; name: string }): string {
  return `@/features/${area}/${name}`
}

/** `sales-order` → `SalesOrder`. */
export function pascal(text: string): string {
  return text.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** `SalesOrderTable` → `sales-order-table`. */
export function kebab(text: string): string {
  return text.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase()
}

function field(name: string, type: string, schema: string, rule: string): Field {
  return { name, type, schema, rule }
}
