/** Mongoose models: schemas with refs, hooks and methods, and the guard against a second compilation in the spellings people use. */
import { type Domain, modelFile } from '../domain.ts'
import { type Random } from '../random.ts'
import { indent, lines, type SourceFile } from './source-file.ts'

/** A domain's own model; it registers the models that it refers to, but for attachments, which are left to whoever populates them. */
export function modelOf(domain: Domain, draw: Random): SourceFile {
  const { entity, variable, fields, refs } = domain
  const registered = refs.filter(({ model }) => model !== 'Attachment')
  const text = lines(
    "import mongoose, { Schema, type HydratedDocument, type Model, type Types } from 'mongoose'",
    registered.map(({ file }) => `import '${file}'`),
    "import { slugify } from '@/lib/text'",
    '',
    `export interface ${entity}Record {`,
    '  _id: Types.ObjectId',
    fields.map(({ name, type }) => `  ${name}: ${type}`),
    refs.map(({ path, many }) => `  ${path}: Types.ObjectId${many ? '[]' : ' | null'}`),
    '  slug: string',
    '  createdAt: Date',
    '  updatedAt: Date',
    '}',
    '',
    `export interface ${entity}Methods {`,
    '  isOverdue(now?: Date): boolean',
    '  close(by: Types.ObjectId): Promise<void>',
    '}',
    '',
    `type ${entity}Model = Model<${entity}Record, object, ${entity}Methods>`,
    `export type ${entity}Document = HydratedDocument<${entity}Record, ${entity}Methods>`,
    '',
    `const ${variable}Schema = new Schema<${entity}Record, ${entity}Model, ${entity}Methods>(`,
    '  {',
    fields.map(({ name, schema }) => `    ${name}: ${schema},`),
    refs.map(({ path, model, many }) => {
      const ref = `{ type: Schema.Types.ObjectId, ref: '${model}'${draw.chance(0.4) ? ', index: true' : ''} }`
      return `    ${path}: ${many ? `[${ref}]` : ref},`
    }),
    '    slug: { type: String, index: true },',
    '  },',
    `  { timestamps: true, collection: '${entity.toLowerCase()}s'${draw.chance(0.3) ? ', toJSON: { virtuals: true }' : ''} },`,
    ')',
    '',
    draw.some(fields.slice(1), draw.int(1, 3)).map(({ name }) => `${variable}Schema.index({ ${name}: ${draw.pick([1, -1])}, createdAt: -1 })`),
    '',
    hooks(domain),
    draw.chance(0.5) && `\n${statics(domain)}`,
    '',
    registration(entity, `${variable}Schema`, `${entity}Record, ${entity}Model`, draw),
    draw.chance(0.3) && `export default ${entity}`,
    '',
  )
  return { path: `apps/web/src/${modelFile(domain).slice(2)}.ts`, kind: 'model', text }
}

/** The history of a domain's records. */
export function eventOf(domain: Domain, event: string, draw: Random): SourceFile {
  const { entity, variable } = domain
  const text = lines(
    "import { Schema, model, models, type InferSchemaType, type Model } from 'mongoose'",
    `import './${variable}'`,
    "import '../core/user'",
    '',
    `export const ${variable.toUpperCase()}_EVENTS = ['created', 'updated', 'closed', '${draw.pick(['exported', 'shared', 'merged', 'restored'])}'] as const`,
    '',
    `const ${variable}EventSchema = new Schema({`,
    `  ${variable}: { type: Schema.Types.ObjectId, ref: '${entity}', required: true, index: true },`,
    "  by: { type: Schema.Types.ObjectId, ref: 'User' },",
    `  kind: { type: String, enum: ${variable.toUpperCase()}_EVENTS, required: true },`,
    '  before: { type: Schema.Types.Mixed, default: null },',
    '  after: { type: Schema.Types.Mixed, default: null },',
    '  at: { type: Date, default: Date.now, index: true },',
    '})',
    '',
    `${variable}EventSchema.index({ ${variable}: 1, at: -1 })`,
    '',
    `export type ${event}Record = InferSchemaType<typeof ${variable}EventSchema>`,
    `export const ${event} = (models.${event} as Model<${event}Record>) ?? model<${event}Record>('${event}', ${variable}EventSchema)`,
    '',
  )
  return { path: `apps/web/src/${modelFile(domain).slice(2)}-event.ts`, kind: 'model', text }
}

function hooks({ entity, variable }: Domain): string {
  return lines(
    `${variable}Schema.pre('save', function setSlug() {`,
    "  if (this.isModified('title') || !this.slug) this.slug = slugify(`${this.get('title') ?? ''} ${this._id}`)",
    '})',
    '',
    `${variable}Schema.methods.isOverdue = function isOverdue(this: ${entity}Document, now = new Date()): boolean {`,
    "  const due = this.get('dueAt') as Date | undefined",
    "  return this.status !== 'closed' && due !== undefined && due.getTime() < now.getTime()",
    '}',
    '',
    `${variable}Schema.methods.close = async function close(this: ${entity}Document, by): Promise<void> {`,
    "  this.status = 'closed'",
    "  this.set('closedBy', by)",
    '  await this.save()',
    '}',
  )
}

function statics({ variable }: Domain): string {
  return lines(
    `${variable}Schema.virtual('label').get(function label() {`,
    "  return [this.get('title'), this.get('reference')].filter(Boolean).join(' · ') || String(this._id)",
    '})',
    '',
    `${variable}Schema.query.open = function open() {`,
    indent("return this.where({ status: 'open', archived: { $ne: true } })"),
    '}',
  )
}

function registration(entity: string, schema: string, types: string, draw: Random): string {
  return draw.pick([
    `export const ${entity} = (mongoose.models.${entity} as ${types.split(', ')[1]}) || mongoose.model<${types}>('${entity}', ${schema})`,
    `export const ${entity} = (mongoose.models['${entity}'] as ${types.split(', ')[1]} | undefined) ?? mongoose.model<${types}>('${entity}', ${schema})`,
    `export const ${entity} = mongoose.model<${types}>('${entity}', ${schema})`,
  ])
}
