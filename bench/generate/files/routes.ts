/** The route handlers of a domain: three ask a service, two query by themselves. */
import { type Domain, featureFolder, modelFile } from '../domain.ts'
import { type Random } from '../random.ts'
import { populates } from './queries.ts'
import { lines, type SourceFile } from './source-file.ts'
import { helpersOver } from './statements.ts'

/** The five files of `app/api/<area>/<name>`. */
export function routesOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const route = (folder: string, text: string): SourceFile => ({ path: `apps/web/src/app/api/${domain.area}/${domain.name}${folder}/route.ts`, kind: 'route', text })
  return [
    route('', collectionRoute(domain, draw('collection route'))),
    route('/[id]', itemRoute(domain, draw('item route'))),
    route('/[id]/close', closeRoute(domain, draw('close route'))),
    route('/export', exportRoute(domain, draw('export route'))),
    route('/reports', reportsRoute(domain, draw('reports route'))),
  ]
}

function collectionRoute(domain: Domain, draw: Random): string {
  const { entity, variable, fields } = domain
  const helpers = helpersOver(draw.int(3, 7), fields, draw)
  return lines(
    "import { type NextRequest, NextResponse } from 'next/server'",
    "import { session } from '@/lib/auth'",
    "import { problem } from '@/lib/errors'",
    `import { create${entity} } from '${featureFolder(domain)}/server/create'`,
    `import { listing${entity} } from '${featureFolder(domain)}/server/listing'`,
    `import { filterFrom } from '${featureFolder(domain)}/validation/query'`,
    '',
    "export const dynamic = 'force-dynamic'",
    '',
    helpers.declared,
    'export async function GET(request: NextRequest) {',
    '  try {',
    `    const ${variable}s = await listing${entity}(await session(request), filterFrom(request.nextUrl.searchParams))`,
    `    return NextResponse.json({ ${variable}s, count: ${variable}s.length, ...${helpers.used(`${variable}s`)} })`,
    '  } catch (failure) {',
    '    return problem(failure)',
    '  }',
    '}',
    '',
    'export async function POST(request: NextRequest) {',
    '  try {',
    `    const [created] = await create${entity}(await session(request), await request.json())`,
    "    return NextResponse.json(created, { status: 201 })",
    '  } catch (failure) {',
    '    return problem(failure)',
    '  }',
    '}',
    '',
  )
}

function itemRoute(domain: Domain, draw: Random): string {
  const { entity, variable, refs, fields } = domain
  const helpers = helpersOver(draw.int(3, 7), fields, draw)
  return lines(
    "import { type NextRequest, NextResponse } from 'next/server'",
    "import { session } from '@/lib/auth'",
    "import { connect } from '@/lib/db'",
    "import { problem } from '@/lib/errors'",
    "import { Attachment } from '@/models/core/attachment'",
    `import { ${entity} } from '${modelFile(domain)}'`,
    `import { update${entity} } from '${featureFolder(domain)}/server/update'`,
    '',
    helpers.declared,
    'interface Context {',
    '  params: Promise<{ id: string }>',
    '}',
    '',
    'export async function GET(_request: NextRequest, { params }: Context) {',
    '  const { id } = await params',
    '  await connect()',
    `  const ${variable} = await ${entity}.findById(id)${populates(draw.some(refs, 2), draw).join('')}.lean()`,
    `  if (!${variable}) return NextResponse.json({ error: 'not found' }, { status: 404 })`,
    `  const files = await Attachment.countDocuments({ of: ${variable}._id })`,
    `  return NextResponse.json({ ${variable}, files, ...${helpers.used(variable)} })`,
    '}',
    '',
    'export async function PATCH(request: NextRequest, { params }: Context) {',
    '  try {',
    `    return NextResponse.json(await update${entity}(await session(request), await request.json(), (await params).id))`,
    '  } catch (failure) {',
    '    return problem(failure)',
    '  }',
    '}',
    '',
  )
}

function closeRoute(domain: Domain, draw: Random): string {
  const { entity, fields } = domain
  const helpers = helpersOver(draw.int(1, 4), fields, draw)
  return lines(
    "import { type NextRequest, NextResponse } from 'next/server'",
    "import { session } from '@/lib/auth'",
    "import { problem } from '@/lib/errors'",
    '',
    helpers.declared,
    'export async function POST(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {',
    '  try {',
    `    const { close${entity} } = await import('${featureFolder(domain)}/server/close')`,
    `    const closed = await close${entity}(await session(request), await request.json(), (await params).id)`,
    `    return NextResponse.json({ closed, ...${helpers.used('closed')} })`,
    '  } catch (failure) {',
    '    return problem(failure)',
    '  }',
    '}',
    '',
  )
}

function exportRoute(domain: Domain, draw: Random): string {
  const { entity, refs, fields } = domain
  const helpers = helpersOver(draw.int(2, 5), fields, draw)
  return lines(
    "import { connect } from '@/lib/db'",
    "import { csv } from '@/lib/csv'",
    "import '@/models/core/attachment'",
    `import { ${entity} } from '${modelFile(domain)}'`,
    `import { format${entity} } from '${featureFolder(domain)}/utils/format'`,
    '',
    helpers.declared,
    'export async function GET() {',
    '  await connect()',
    '  const rows: string[] = []',
    `  for await (const record of ${entity}.find()${populates(draw.some(refs, 1), draw).join('')}.cursor()) {`,
    `    rows.push(String(format${entity}(record)), JSON.stringify(${helpers.used('record')}))`,
    `    if (rows.length > ${draw.int(1, 50)}_000) break`,
    '  }',
    "  return new Response(csv(rows), { headers: { 'content-type': 'text/csv' } })",
    '}',
    '',
  )
}

function reportsRoute(domain: Domain, draw: Random): string {
  const { entity, fields } = domain
  const helpers = helpersOver(draw.int(2, 6), fields, draw)
  return lines(
    "import { NextResponse } from 'next/server'",
    `import { newest${entity}s, report${entity} } from '${featureFolder(domain)}/server/reports'`,
    '',
    'export const revalidate = 300',
    '',
    helpers.declared,
    'export async function GET() {',
    `  const [rows, newest] = await Promise.all([report${entity}(new Date(Date.now() - 30 * 86_400_000)), newest${entity}s()])`,
    `  return NextResponse.json({ rows, newest, ...${helpers.used('rows')} })`,
    '}',
    '',
  )
}
