/** Pages, their layout and server actions of a domain. */
import { type Domain, featureFolder } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines, type Kind, type SourceFile } from './source-file.ts'
import { helpersOver } from './statements.ts'

const PAGES = [
  ['', 'Table', 'Header'],
  ['[id]', 'Details', 'Related'],
  ['[id]/edit', 'Form', 'Breadcrumbs'],
  ['new', 'Form', 'Header'],
  ['settings', 'Filters', 'Sidebar'],
  ['history', 'History', 'Summary'],
] as const

/** The nine files of `app/(<area>)/<area>/<name>`. */
export function pagesOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const { area, name } = domain
  const file = (base: string, kind: Kind, text: string): SourceFile => ({ path: `apps/web/src/app/(${area})/${area}/${name}/${base}`, kind, text })
  return [
    file('actions.ts', 'action', actions(domain)),
    file('layout.tsx', 'page', layout(domain)),
    file('loading.tsx', 'component', lines("import { Spinner } from '@acme/ui'", '', 'export default function Loading() {', `  return <Spinner title="${name}" />`, '}', '')),
    ...PAGES.map(([folder, main, side]) => file(folder ? `${folder}/page.tsx` : 'page.tsx', 'page', page(domain, folder, main, side, draw(`page ${folder}`)))),
  ]
}

function layout(domain: Domain): string {
  const { entity, name } = domain
  return lines(
    "import type { ReactNode } from 'react'",
    `import { ${entity}Sidebar } from '${featureFolder(domain)}/components'`,
    '',
    'export default function Layout({ children }: { children: ReactNode }) {',
    '  return (',
    '    <div className="grid grid-cols-[16rem_1fr] gap-4">',
    `      <${entity}Sidebar title="${name}" />`,
    '      <main>{children}</main>',
    '    </div>',
    '  )',
    '}',
    '',
  )
}

function actions(domain: Domain): string {
  const { entity, area, name } = domain
  const act = (verb: string) => [
    `export async function ${verb}Action(id: string, form: FormData): Promise<void> {`,
    `  await ${verb}${entity}(await session(), Object.fromEntries(form), id)`,
    `  revalidatePath('/${area}/${name}')`,
    '}',
    '',
  ]
  return lines(
    "'use server'",
    '',
    "import { revalidatePath } from 'next/cache'",
    "import { session } from '@/lib/auth'",
    `import { close${entity} } from '${featureFolder(domain)}/server/close'`,
    `import { update${entity} } from '${featureFolder(domain)}/server/update'`,
    '',
    act('update'),
    act('close'),
  )
}

function page(domain: Domain, folder: string, main: string, side: string, draw: Random): string {
  const { entity, variable, fields } = domain
  const helpers = helpersOver(draw.int(1, 5), fields, draw)
  const one = folder.startsWith('[id]')
  return lines(
    "import type { Metadata } from 'next'",
    "import { session } from '@/lib/auth'",
    `import { ${entity}${main}, ${entity}${side} } from '${featureFolder(domain)}/components'`,
    one ? `import { find${entity} } from '${featureFolder(domain)}/server/repository'` : `import { listing${entity} } from '${featureFolder(domain)}/server/listing'`,
    one && `import { to${entity}View } from '${featureFolder(domain)}/server/mapper'`,
    '',
    `export const metadata: Metadata = { title: '${entity}${folder && ` · ${folder.replaceAll(/\W+/g, ' ').trim()}`}' }`,
    '',
    helpers.declared,
    `export default async function Page(${one ? '{ params }: { params: Promise<{ id: string }> }' : ''}) {`,
    '  const viewer = await session()',
    one ? [`  const ${variable} = to${entity}View(await find${entity}((await params).id))`, `  const items = [${variable}]`] : `  const items = await listing${entity}(viewer, null)`,
    '  return (',
    '    <>',
    `      <pre>{JSON.stringify(${helpers.used('items')}, null, 2)}</pre>`,
    `      <${entity}${side} items={items} title={viewer.user} />`,
    `      <${entity}${main} items={items}${one ? ` selected={${variable}}` : ''} />`,
    '    </>',
    '  )',
    '}',
    '',
  )
}
