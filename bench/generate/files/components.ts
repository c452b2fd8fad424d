/** React components: two of three run in the browser; each uses its domain's hooks, utilities and earlier components, the shared packages, and some a lazy one. */
import { type Domain, featureFolder } from '../domain.ts'
import { type Random } from '../random.ts'
import { indent, lines, type SourceFile } from './source-file.ts'
import { functionOver } from './statements.ts'

const CLIENT = ['Status', 'Icon', 'Amount', 'Owner', 'Menu', 'Row', 'Card', 'Table', 'Filters', 'Toolbar', 'Field', 'Form', 'Dialog', 'Confirm', 'Chart', 'Timeline', 'Upload', 'Preview', 'Search', 'Pager', 'Tabs', 'Editor', 'Share', 'Export']
const SERVER = ['Header', 'Summary', 'Details', 'Sidebar', 'History', 'Related', 'Empty', 'Footer', 'Breadcrumbs', 'Panel']
const UI = ['Button', 'Badge', 'Stack', 'Modal', 'Input', 'Select', 'Tooltip', 'Spinner']
const CLASSES = ['flex', 'grid', 'gap-2', 'gap-4', 'items-center', 'justify-between', 'rounded-lg', 'border', 'border-gray-200', 'bg-white', 'dark:bg-gray-900', 'p-4', 'px-6', 'py-2', 'text-sm', 'text-gray-600', 'font-medium', 'hover:bg-gray-50', 'shadow-sm', 'md:grid-cols-2', 'w-full', 'truncate', 'sticky', 'top-0']

/** The 34 components of a domain. */
export function componentsOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const names = [...CLIENT, ...SERVER]
  return names.map((name, index) => ({
    path: `apps/web/src/${featureFolder(domain).slice(2)}/components/${name.toLowerCase()}.tsx`,
    kind: 'component',
    text: component(domain, name, index < CLIENT.length, names.slice(Math.max(0, index - 12), index), draw(name)),
  }))
}

/** The components that others than their own domain use, in one barrel. */
export function componentBarrelOf(domain: Domain): SourceFile {
  return {
    path: `apps/web/src/${featureFolder(domain).slice(2)}/components/index.ts`,
    kind: 'barrel',
    text: lines(['Table', 'Card', 'Form', 'Filters', ...SERVER].map((name) => `export { ${domain.entity}${name} } from './${name.toLowerCase()}'`), `export type { ${domain.entity}View } from '../types/view'`, ''),
  }
}

function component(domain: Domain, name: string, client: boolean, before: readonly string[], draw: Random): string {
  const { entity, area, fields } = domain
  const children = draw.some(before, draw.int(1, 3))
  const ui = draw.some(UI, draw.int(2, 4))
  const lazy = client && before.length > 0 && draw.chance(0.15) ? draw.pick(before) : null
  const utilities = draw.some(['format', 'group', 'sort', 'diff'], 2)
  const hook = client && draw.chance(0.6) ? draw.pick(['List', 'Filters', 'Selection']) : null
  return lines(
    client && ["'use client'", ''],
    client ? "import { useCallback, useMemo, useState, type ReactNode } from 'react'" : "import { Suspense, type ReactNode } from 'react'",
    draw.chance(0.5) && "import Link from 'next/link'",
    lazy && "import dynamic from 'next/dynamic'",
    `import { ${ui.join(', ')} } from '@acme/ui'`,
    draw.chance(0.5) && `import { ${draw.pick(['money', 'dates', 'rules'])} } from '@acme/${area}'`,
    "import { cn } from '@/lib/cn'",
    hook && `import { use${entity}${hook} } from '../hooks/use-${hook.toLowerCase()}'`,
    `import type { ${entity}View } from '../types/view'`,
    utilities.map((one) => `import { ${one}${entity} } from '../utils/${one}'`),
    children.filter((child) => child !== lazy).map((child) => `import { ${entity}${child} } from './${child.toLowerCase()}'`),
    lazy && ['', `const ${entity}${lazy} = dynamic(() => import('./${lazy.toLowerCase()}').then((module) => module.${entity}${lazy}), { ssr: false })`],
    '',
    `export interface ${entity}${name}Props {`,
    `  items?: ${entity}View[]`,
    `  selected?: ${entity}View | null`,
    '  title?: string',
    '  className?: string',
    '  children?: ReactNode',
    draw.some(fields, 3).map(({ name: prop, type }) => `  ${prop}?: ${type}`),
    client && `  onChange?(value: ${entity}View): void`,
    '}',
    '',
    `export ${client ? '' : 'async '}function ${entity}${name}({ items = [], selected = null, title = '${name}', className, children${client ? ', onChange' : ''} }: ${entity}${name}Props) {`,
    client ? indent(state(domain, hook, draw)) : `  const shown = items.filter((item) => item.status !== 'draft').slice(0, ${draw.int(5, 100)})`,
    `  const text = ${utilities.map((one) => `String(${one}${entity}(${client ? 'shown' : 'items'}))`).join(' + ')}`,
    '  return (',
    indent(element(domain, draw.int(2, 4), { client, children: children.length > 0 ? children : before.slice(0, 1), ui, draw }), 4),
    '  )',
    '}',
    '',
    Array.from({ length: draw.int(0, 3) }, (_, i) => [functionOver(`${name.toLowerCase()}${entity}${i}`, fields, draw), '']).flat(),
  )
}

function state({ entity, fields }: Domain, hook: string | null, draw: Random): string {
  return lines(
    hook ? `const { items: loaded, pending, error, reload } = use${entity}${hook}(items)` : `const [loaded, setLoaded] = useState<${entity}View[]>(items)`,
    `const [active, setActive] = useState<string | null>(selected?.id ?? null)`,
    draw.some(fields, draw.int(1, 3)).map(({ name, type }) => `const [${name}, set_${name}] = useState<${type} | undefined>(selected?.${name})`),
    `const shown = useMemo(() => loaded.filter((item) => active === null || item.id === active), [loaded, active])`,
    'const choose = useCallback(',
    `  (item: ${entity}View) => {`,
    '    setActive(item.id === active ? null : item.id)',
    '    onChange?.(item)',
    '  },',
    '  [active, onChange],',
    ')',
    hook ? "const busy = pending ? 'Loading …' : error" : "const busy = loaded.length === 0 ? 'Nothing yet' : null\nconst reload = () => setLoaded([])",
  )
}

interface Scope {
  client: boolean
  children: readonly string[]
  ui: readonly string[]
  draw: Random
}

function element(domain: Domain, depth: number, scope: Scope): string {
  const { draw } = scope
  const tag = draw.pick(['div', 'section', 'article', 'div'])
  const inner = Array.from({ length: draw.int(2, 4) }, () => (depth > 0 && draw.chance(0.6) ? element(domain, depth - 1, scope) : leaf(domain, scope)))
  return lines(`<${tag} className={cn('${draw.some(CLASSES, draw.int(3, 8)).join(' ')}', className)}>`, inner.map((one) => indent(one)), `</${tag}>`)
}

function leaf({ entity, fields }: Domain, { client, children, ui, draw }: Scope): string {
  const { name } = draw.pick(fields)
  const box = draw.pick(ui)
  const child = children.length > 0 && draw.chance(0.5) ? draw.pick(children) : null
  if (child) return `<${entity}${child} items={shown} title={title}${client ? ' onChange={choose}' : ''} />`
  return draw.pick([
    `<h2 className="${draw.some(CLASSES, 3).join(' ')}">{title}</h2>`,
    `{shown.map((item) => (\n  <${box} key={item.id} title={String(item.${name})}${client ? ' onClick={() => choose(item)}' : ''}>\n    <span className="${draw.some(CLASSES, 4).join(' ')}">{String(item.${name})}</span>\n  </${box}>\n))}`,
    `{selected && selected.status === '${draw.pick(['draft', 'open', 'closed'])}' ? <p className="${draw.some(CLASSES, 3).join(' ')}">{String(selected.${name})}</p> : children}`,
    `<p aria-label="${name}" className="${draw.some(CLASSES, 4).join(' ')}">{text}</p>`,
    client ? `<button type="button" disabled={busy !== null} onClick={() => void reload()}>{busy ?? 'Reload'}</button>` : '<Suspense fallback={<p>Loading …</p>}>{children}</Suspense>',
  ])
}
