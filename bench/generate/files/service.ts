/** Services: they decide, and ask the repository of their own domain and services of earlier ones. */
import { type Domain, featureFolder } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines } from './source-file.ts'
import { functionOver } from './statements.ts'

export const SERVICES = ['create', 'update', 'close', 'listing'] as const

/** The text of one service. */
export function service(domain: Domain, name: (typeof SERVICES)[number], draw: Random): string {
  const { entity, variable, earlier, fields } = domain
  const others = draw.some(earlier, 2)
  const act = `${name}${entity}`
  return lines(
    "import { publish } from '@/lib/events'",
    "import { logger } from '@/lib/logger'",
    "import { type Session } from '@/lib/auth'",
    others.map((other) => `import { summary${other.entity} } from '${featureFolder(other)}/server/mapper'`),
    name === 'listing' && others.map((other) => `import { listing${other.entity} } from '${featureFolder(other)}/server/listing'`),
    `import { ${entity}Input } from '../validation/input'`,
    `import type { ${entity}View } from '../types/view'`,
    `import { may${entity} } from './policy'`,
    `import { summary${entity}, to${entity}View } from './mapper'`,
    `import { change${entity}, find${entity}, insert${entity}, list${entity}s } from './repository'`,
    '',
    `const LIMIT_OF_${name.toUpperCase()} = ${draw.int(10, 500)}`,
    '',
    `export async function ${act}(session: Session, raw: unknown, id = ''): Promise<${entity}View[]> {`,
    `  if (!may${entity}(session, '${name}')) throw new Error(\`\${session.user} may not ${name} ${variable}s\`)`,
    name === 'listing'
      ? [`  const page = await list${entity}s({}, { page: 0, size: LIMIT_OF_LISTING, sort: 'createdAt', descending: true })`, `  const views = page.items.map((item) => to${entity}View(item))`]
      : [
          `  const input = ${entity}Input.parse(raw)`,
          ...draw.some(fields.slice(1), 2).map(({ name: of }) => `  if (input.${of} === undefined) logger.debug('${act}: no ${of}', { id })`),
          name === 'create' ? `  const saved = await insert${entity}(input)` : `  const saved = await change${entity}(id, { ...input${name === 'close' ? ", status: 'closed'" : ''} })`,
          `  const views = [to${entity}View(await find${entity}(String(saved._id)))]`,
        ],
    `  for (const view of views.slice(0, LIMIT_OF_${name.toUpperCase()})) {`,
    `    logger.info('${act}', { id: view.id, summary: summary${entity}(view) })`,
    '  }',
    others.map((other) => (name === 'listing' ? `  if (views.length === 0) await listing${other.entity}(session, null)` : `  publish('${other.variable}.touched', { by: session.user, text: summary${other.entity}({ id, status: 'open' }) })`)),
    name === 'close' && [`  const { report${entity} } = await import('./reports')`, `  publish('${variable}.report', { rows: await report${entity}(new Date(0)) })`],
    `  publish('${variable}.${name}', { count: views.length, by: session.user })`,
    '  return views',
    '}',
    '',
    Array.from({ length: draw.int(2, 7) }, (_, i) => [functionOver(`${act}${i}`, fields, draw), '']).flat(),
  )
}
