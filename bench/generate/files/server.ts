/** What runs on the server behind the routes: a repository and reports, which query, services, a policy, a mapper. */
import { type Domain, featureFolder, modelFile } from '../domain.ts'
import { type Random } from '../random.ts'
import { populates, queriesOf } from './queries.ts'
import { service, SERVICES } from './service.ts'
import { lines, type Kind, type SourceFile } from './source-file.ts'

/** The eight files of `features/<area>/<name>/server`. */
export function serverOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const file = (name: string, text: string, kind: Kind = 'server'): SourceFile => ({ path: `apps/web/src/${featureFolder(domain).slice(2)}/server/${name}.ts`, kind, text })
  return [
    file('policy', policy(domain)),
    file('mapper', mapper(domain)),
    file('repository', repository(domain, draw('repository'))),
    file('reports', reports(domain)),
    ...SERVICES.map((name) => file(name, service(domain, name, draw(name)))),
  ]
}

function repository(domain: Domain, draw: Random): string {
  const { entity, variable, fields, refs, area, event } = domain
  const sortable = draw.some(fields, 3).map(({ name }) => `'${name}'`)
  return lines(
    "import { type FilterQuery, Types } from 'mongoose'",
    "import { connect } from '@/lib/db'",
    "import { NotFound } from '@/lib/errors'",
    "import { toPage, type Page, type PageRequest } from '@/lib/pagination'",
    "import '@/models/core/attachment'",
    `import { ${entity}, type ${entity}Document, type ${entity}Record } from '@/models/${area}/${variable}'`,
    event && `import { ${event} } from '@/models/${area}/${variable}-event'`,
    `import { type ${entity}Filter } from '../types/filter'`,
    '',
    `const SORTABLE = [${["'createdAt'", ...sortable].join(', ')}] as const`,
    '',
    `function toQuery(filter: ${entity}Filter): FilterQuery<${entity}Record> {`,
    `  const query: FilterQuery<${entity}Record> = {}`,
    '  if (filter.status) query.status = filter.status',
    '  if (filter.owner && Types.ObjectId.isValid(filter.owner)) query.owner = new Types.ObjectId(filter.owner)',
    "  if (filter.search) query.$or = [{ title: { $regex: filter.search, $options: 'i' } }, { slug: filter.search }]",
    '  if (filter.from || filter.to) query.createdAt = { ...(filter.from && { $gte: filter.from }), ...(filter.to && { $lt: filter.to }) }',
    '  return query',
    '}',
    '',
    `export async function find${entity}(id: string): Promise<${entity}Document> {`,
    '  await connect()',
    `  const found = await ${entity}.findById(id)${populates(refs, draw).join('')}`,
    `  if (!found) throw new NotFound('${variable}', id)`,
    '  return found',
    '}',
    '',
    `export async function list${entity}s(filter: ${entity}Filter, request: PageRequest): Promise<Page<${entity}Record>> {`,
    '  await connect()',
    "  const sort = SORTABLE.find((name) => name === request.sort) ?? 'createdAt'",
    '  const query = toQuery(filter)',
    '  const [items, total] = await Promise.all([',
    `    ${entity}.find(query)`,
    "      .sort({ [sort]: request.descending ? -1 : 1 })",
    '      .skip(request.page * request.size)',
    '      .limit(request.size)',
    populates(draw.some(refs, 2), draw).map((call) => `      ${call}`),
    `      .lean<${entity}Record[]>(),`,
    `    ${entity}.countDocuments(query),`,
    '  ])',
    '  return toPage(items, total, request)',
    '}',
    '',
    `export async function insert${entity}(values: Partial<${entity}Record>): Promise<${entity}Document> {`,
    '  await connect()',
    `  const created = await ${entity}.create(values)`,
    event && `  await ${event}.create({ ${variable}: created._id, kind: 'created', after: values })`,
    `  return created.populate('${draw.pick(refs).path}')`,
    '}',
    '',
    `export async function change${entity}(id: string, values: Partial<${entity}Record>): Promise<${entity}Document> {`,
    '  await connect()',
    `  const before = await ${entity}.findByIdAndUpdate(id, { $set: values }, { new: true, runValidators: true })`,
    `  if (!before) throw new NotFound('${variable}', id)`,
    event && `  await ${event}.create({ ${variable}: before._id, kind: 'updated', after: values })`,
    '  return before',
    '}',
    '',
    `export async function remove${entity}(id: string): Promise<boolean> {`,
    '  await connect()',
    `  const { deletedCount } = await ${entity}.deleteOne({ _id: id })`,
    '  return deletedCount === 1',
    '}',
    '',
    queriesOf(domain, draw),
  )
}

function reports(domain: Domain): string {
  const { entity, variable, area } = domain
  const other = domain.earlier[0]
  return lines(
    "import { connect } from '@/lib/db'",
    "import '@/models/core/attachment'",
    `import { ${entity} } from '@/models/${area}/${variable}'`,
    other && `import type { ${other.entity}Record } from '${modelFile(other)}'`,
    `import { totals${entity} } from '../utils/totals'`,
    '',
    `export interface ${entity}Report {`,
    '  status: string',
    '  count: number',
    other && `  ${other.variable}?: Pick<${other.entity}Record, 'status' | 'slug'>`,
    '}',
    '',
    `export async function report${entity}(since: Date): Promise<${entity}Report[]> {`,
    '  await connect()',
    `  const rows = await ${entity}.aggregate<{ _id: string; count: number }>([`,
    '    { $match: { createdAt: { $gte: since } } },',
    "    { $group: { _id: '$status', count: { $sum: 1 } } },",
    '    { $sort: { count: -1 } },',
    '  ])',
    '  return rows.map(({ _id, count }) => ({ status: _id, count }))',
    '}',
    '',
    `export async function newest${entity}s(limit = 10) {`,
    '  await connect()',
    `  const found = await ${entity}.find().sort('-createdAt').limit(limit).populate({ path: 'owner', select: 'name email avatar', populate: { path: 'avatar' } })`,
    `  return { found, totals: totals${entity}(found) }`,
    '}',
    '',
  )
}

function policy({ entity, variable }: Domain): string {
  return lines(
    "import type { Session } from '@/lib/auth'",
    `import { LABEL_OF_${variable.toUpperCase()} } from './mapper'`,
    '',
    `const ROLES: Record<string, readonly string[]> = {`,
    "  create: ['admin', 'editor'],",
    "  update: ['admin', 'editor'],",
    "  close: ['admin'],",
    "  listing: ['admin', 'editor', 'viewer'],",
    '}',
    '',
    `export function may${entity}(session: Session, action: string): boolean {`,
    '  const allowed = ROLES[action]',
    '  if (!allowed) throw new RangeError(`${LABEL_OF_' + variable.toUpperCase() + '}: no action ${action}`)',
    '  return session.roles.some((role) => allowed.includes(role))',
    '}',
    '',
  )
}

function mapper({ entity, variable, fields }: Domain): string {
  return lines(
    `import type { ${entity}View } from '../types/view'`,
    `import { may${entity} } from './policy'`,
    `import { format${entity} } from '../utils/format'`,
    '',
    `export const LABEL_OF_${variable.toUpperCase()} = '${entity}'`,
    '',
    `export function to${entity}View(record: { _id: unknown; status: string } & Record<string, unknown>): ${entity}View {`,
    '  return {',
    '    id: String(record._id),',
    fields.map(({ name, type }) => `    ${name}: record.${name} as ${type},`),
    `    text: format${entity}(record),`,
    '  }',
    '}',
    '',
    `export function summary${entity}(view: { id: string; status: string }): string {`,
    '  return `${LABEL_OF_' + variable.toUpperCase() + '} ${view.id} (${view.status})`',
    '}',
    '',
    `export function actions${entity}(session: Parameters<typeof may${entity}>[0]): string[] {`,
    `  return ['create', 'update', 'close', 'listing'].filter((action) => may${entity}(session, action))`,
    '}',
    '',
  )
}
