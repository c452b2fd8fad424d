/** Files without Mongoose and without JSX: types, validation, utilities, hooks, tests. */
import { type Domain, featureFolder, modelFile } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines, type Kind, type SourceFile } from './source-file.ts'
import { functionOver } from './statements.ts'

const UTILITIES = ['format', 'totals', 'group', 'sort', 'filter', 'diff', 'parse', 'label'] as const
const HOOKS = ['List', 'Item', 'Form', 'Filters', 'Selection', 'Export'] as const

/** `features/<area>/<name>/types` and `validation`. */
export function typesOf(domain: Domain): SourceFile[] {
  const { entity, variable, fields, earlier } = domain
  const other = earlier.at(-1)
  const file = maker(domain)
  return [
    file('types/view', 'type', lines(
      other && `import type { ${other.entity}View } from '${featureFolder(other)}/types/view'`,
      `export interface ${entity}View {`, '  id: string', fields.map(({ name, type }) => `  ${name}: ${type}`), '  text: string', other && `  ${other.variable}?: ${other.entity}View`, '}', '',
      `export type ${entity}Key = keyof ${entity}View`, `export type ${entity}Patch = Partial<Omit<${entity}View, 'id'>>`, '')),
    file('types/filter', 'type', lines(`export interface ${entity}Filter {`, "  status?: 'draft' | 'open' | 'closed'", '  owner?: string', '  search?: string', '  from?: Date', '  to?: Date', fields.slice(1, 4).map(({ name, type }) => `  ${name}?: ${type}`), '}', '')),
    file('types/form', 'type', lines(`import type { ${entity}View } from './view'`, '', `export type ${entity}Errors = Partial<Record<keyof ${entity}View, string>>`, `export interface ${entity}FormState {`, `  values: Partial<${entity}View>`, `  errors: ${entity}Errors`, '  pending: boolean', '}', '')),
    file('types/events', 'type', lines(`import type { ${entity}Record } from '${modelFile(domain)}'`, `import type { ${entity}View } from './view'`, '', `export type ${entity}Message =`, `  | { kind: 'created'; record: Pick<${entity}Record, 'slug' | 'status'> }`, `  | { kind: 'viewed'; view: ${entity}View }`, '')),
    file('validation/input', 'utility', lines("import { z } from 'zod'", '', `export const ${entity}Input = z.object({`, fields.map(({ name, rule }) => `  ${name}: ${rule},`), '})', '', `export type ${entity}Values = z.infer<typeof ${entity}Input>`, '')),
    file('validation/query', 'utility', lines("import { z } from 'zod'", `import type { ${entity}Filter } from '../types/filter'`, '', `export const ${variable}Query = z.object({`, '  page: z.coerce.number().int().min(0).default(0),', '  size: z.coerce.number().int().min(1).max(200).default(25),', `  sort: z.enum([${fields.map(({ name }) => `'${name}'`).join(', ')}]).default('status'),`, '  search: z.string().max(200).optional(),', '})', '', `export function filterFrom(search: URLSearchParams): ${entity}Filter {`, `  const { search: text } = ${variable}Query.parse(Object.fromEntries(search))`, '  return { search: text }', '}', '')),
  ]
}

/** `features/<area>/<name>/utils`: eight files, one fewer where the domain has a second model. */
export function utilitiesOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const { entity, fields, event } = domain
  const names = event ? UTILITIES.slice(0, -1) : UTILITIES
  return names.map((name, index) => {
    const random = draw(name)
    const used = random.some(names.slice(0, index), 2)
    return maker(domain)(`utils/${name}`, 'utility', lines(
      random.chance(0.5) && "import { formatDate, daysBetween } from '@/lib/dates'",
      random.chance(0.3) && "import { formatMoney } from '@/lib/money'",
      `import type { ${entity}View } from '../types/view'`,
      used.map((other) => `import { ${other}${entity} } from './${other}'`),
      '',
      functionOver(`${name}${entity}`, fields, random),
      used.flatMap((other) => ['', `export function ${name}After${other[0]?.toUpperCase()}${other.slice(1)}(input: unknown, fallback = '') {`, `  const first = ${other}${entity}(input as ${entity}View[])`, `  return first ? ${name}${entity}(first) : fallback`, '}']),
      Array.from({ length: random.int(3, 9) }, (_, i) => ['', functionOver(`${name}${entity}${String.fromCharCode(65 + i)}`, fields, random)]).flat(),
      '',
    ))
  })
}

/** `features/<area>/<name>/hooks`: six React hooks. */
export function hooksOf(domain: Domain, draw: (name: string) => Random): SourceFile[] {
  const { entity, area, name: plural } = domain
  return HOOKS.map((name, index) => {
    const random = draw(name)
    const earlier = index > 0 && random.chance(0.5) ? HOOKS[0] : null
    return maker(domain)(`hooks/use-${name.toLowerCase()}`, 'hook', lines(
      "'use client'",
      "import { useCallback, useEffect, useMemo, useState } from 'react'",
      "import { request } from '@/lib/http'",
      `import type { ${entity}View } from '../types/view'`,
      `import { filter${entity} } from '../utils/filter'`,
      earlier && `import { use${entity}${earlier} } from './use-${earlier.toLowerCase()}'`,
      '',
      `export interface Use${entity}${name} {`, `  items: ${entity}View[]`, '  error: string | null', '  pending: boolean', '  reload(): Promise<void>', '}', '',
      `export function use${entity}${name}(initial: ${entity}View[] = []): Use${entity}${name} {`,
      earlier && `  const parent = use${entity}${earlier}(initial)`,
      '  const [items, setItems] = useState(initial)',
      '  const [error, setError] = useState<string | null>(null)',
      '  const [pending, setPending] = useState(false)',
      '  const reload = useCallback(async () => {',
      '    setPending(true)', '    try {',
      `      const answer = await request<${entity}View[]>('/api/${area}/${plural}?size=${random.int(10, 200)}')`,
      `      setItems(${earlier ? '[...parent.items, ...answer]' : 'answer'})`,
      '    } catch (failure) {', '      setError(failure instanceof Error ? failure.message : String(failure))', '    } finally {', '      setPending(false)', '    }',
      `  }, [${earlier ? 'parent.items' : ''}])`,
      '  useEffect(() => {', `    const timer = setInterval(() => void reload(), ${random.int(5, 60)}_000)`, '    return () => clearInterval(timer)', '  }, [reload])',
      `  const visible = useMemo(() => (filter${entity}(items) ? items : []), [items])`,
      '  return { items: visible, error, pending, reload }', '}', '',
      Array.from({ length: random.int(0, 3) }, (_, i) => ['', functionOver(`derive${entity}${name}${i}`, domain.fields, random)]).flat(),
      '',
    ))
  })
}

/** Two test files; nothing imports them. */
export function testsOf(domain: Domain): SourceFile[] {
  const { entity } = domain
  return ['format', 'totals'].map((name) => maker(domain)(`utils/${name}.test`, 'test', lines(
    "import { describe, expect, it } from 'vitest'", `import { ${name}${entity} } from './${name}'`, '', `describe('${name}${entity}', () => {`,
    ['null', '[]', "{ status: 'open' }"].map((input) => `  it('takes ${input.replaceAll("'", '"')}', () => {\n    expect(() => ${name}${entity}(${input} as never)).not.toThrow()\n  })`), '})', '')))
}

function maker(domain: Domain): (name: string, kind: Kind, text: string) => SourceFile {
  return (name, kind, text) => ({ path: `apps/web/src/${featureFolder(domain).slice(2)}/${name}.ts`, kind, text })
}
