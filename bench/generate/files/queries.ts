/** Queries of a repository beyond the usual five: by each field, in bulk, with populates in the shapes that people write. */
import { type Domain, type Field, pascal, type Ref } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines } from './source-file.ts'

/** A populate of each ref. */
export function populates(refs: readonly Ref[], draw: Random): string[] {
  return refs.map(({ path }) =>
    draw.pick([`.populate('${path}')`, `.populate('${path}', 'name title status')`, `.populate({ path: '${path}', select: 'name title' })`, `.populate([{ path: '${path}' }])`]),
  )
}

/** Four to nine exported functions. */
export function queriesOf(domain: Domain, draw: Random): string {
  return lines(draw.some(domain.fields, draw.int(4, 9)).map((field) => draw.pick([byField, inBulk, walk])(domain, field, draw)))
}

function byField({ entity, refs }: Domain, { name, type }: Field, draw: Random): string {
  return lines(
    `export async function find${entity}By${pascal(name)}(value: ${type}, limit = ${draw.int(1, 200)}) {`,
    '  await connect()',
    `  const query = ${entity}.find({ ${name}: value }).limit(limit)`,
    `  if (limit > ${draw.int(1, 50)}) query.lean()`,
    draw.chance(0.7) && `  const found = await query${populates(draw.some(refs, 1), draw).join('')}.exec()`,
    `  const ids = new Set<string>()`,
    `  for (const one of await query.clone()) {`,
    `    if (ids.has(String(one._id))) continue`,
    `    ids.add(String(one._id))`,
    `  }`,
    `  return { query: query.getFilter(), ids: [...ids] }`,
    '}',
    '',
  )
}

function inBulk({ entity, variable }: Domain, { name, type }: Field, draw: Random): string {
  return lines(
    `export async function set${pascal(name)}Of${entity}s(ids: readonly string[], value: ${type}): Promise<number> {`,
    '  await connect()',
    `  let changed = 0`,
    `  for (let start = 0; start < ids.length; start += ${draw.int(1, 20) * 50}) {`,
    `    const part = ids.slice(start, start + ${draw.int(1, 20) * 50}).filter((id) => Types.ObjectId.isValid(id))`,
    '    try {',
    `      const result = await ${entity}.updateMany({ _id: { $in: part } }, { $set: { ${name}: value } })`,
    '      changed += result.modifiedCount',
    '    } catch (failure) {',
    `      throw new Error(\`\${part.length} ${variable}s keep their ${name}\`, { cause: failure })`,
    '    }',
    '  }',
    '  return changed',
    '}',
    '',
  )
}

function walk({ entity, refs }: Domain, { name }: Field, draw: Random): string {
  return lines(
    `export async function walk${entity}sBy${pascal(name)}(visit: (one: ${entity}Document) => Promise<boolean>): Promise<number> {`,
    '  await connect()',
    '  let count = 0',
    `  const cursor = ${entity}.find().sort({ ${name}: ${draw.pick([1, -1])} })${populates(draw.some(refs, draw.int(0, 2)), draw).join('')}.cursor()`,
    '  for await (const one of cursor) {',
    '    count += 1',
    `    if (one.${name} === undefined || one.${name} === null) continue`,
    '    const go = await visit(one)',
    `    if (!go || count >= ${draw.int(1, 100)}_000) break`,
    '  }',
    '  await cursor.close()',
    '  return count',
    '}',
    '',
  )
}
