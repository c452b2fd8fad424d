/** Bodies of functions: what utilities, hooks and components do with a record's fields. */
import { type Field } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines } from './source-file.ts'

/** A function of 8 to 20 lines. */
export function functionOver(name: string, fields: readonly Field[], draw: Random, exported = true): string {
  const [first, second = first] = draw.some(fields, 2)
  const a = first?.name ?? 'status'
  const b = second?.name ?? 'status'
  const body = draw.pick([summing, grouping, comparing, describing])(a, b, draw)
  return lines(
    draw.chance(0.4) && `/** ${draw.pick(['Takes', 'Reads', 'Turns', 'Combines'])} ${a} and ${b} ${draw.pick(['as they are shown in lists', 'for the export', 'once a day', 'without the archived ones', 'in the order of the last change'])}. */`,
    `${exported ? 'export ' : ''}function ${name}(input: unknown) {`,
    '  const records = (Array.isArray(input) ? input : [input]).filter((one): one is Record<string, unknown> => typeof one === \'object\' && one !== null)',
    body,
    '}',
  )
}

function summing(a: string, b: string, draw: Random): string {
  return lines(
    '  let total = 0',
    '  const seen = new Set<string>()',
    '  for (const record of records) {',
    `    const key = String(record.${b} ?? '')`,
    '    if (seen.has(key)) continue',
    '    seen.add(key)',
    `    const value = Number(record.${a} ?? ${draw.int(0, 9)})`,
    `    if (Number.isFinite(value)) total += value * ${draw.pick(['1', '0.01', '1.2', '100'])}`,
    '  }',
    `  return Math.round(total * ${draw.pick([10, 100, 1000])}) / 100`,
  )
}

function grouping(a: string, b: string, draw: Random): string {
  return lines(
    '  const groups = new Map<string, { count: number; last: unknown }>()',
    '  for (const record of records) {',
    `    const key = record.${a} === undefined ? '${draw.pick(['none', 'other', 'unknown', ''])}' : String(record.${a}).slice(0, ${draw.int(1, 40)})`,
    '    const group = groups.get(key) ?? { count: 0, last: null }',
    '    group.count += 1',
    `    group.last = record.${b} ?? group.last`,
    '    groups.set(key, group)',
    '  }',
    `  return [...groups].filter(([, { count }]) => count > ${draw.int(0, 5)}).map(([key, { last }]) => \`\${key}: \${String(last)}\`).join('\\n')`,
  )
}

function comparing(a: string, b: string, draw: Random): string {
  return lines(
    '  const order = [...records].sort((left, right) => {',
    `    const difference = String(left.${a} ?? '').localeCompare(String(right.${a} ?? ''))`,
    '    if (difference !== 0) return difference',
    `    return Number(left.${b} ?? 0) - Number(right.${b} ?? 0)`,
    '  })',
    `  const top = order.slice(0, ${draw.int(3, 50)})`,
    `  return top.map((record, index) => ({ ...record, rank: index + ${draw.int(0, 1)}, share: index / Math.max(1, top.length) }))`,
  )
}

function describing(a: string, b: string, draw: Random): string {
  return lines(
    '  const parts: string[] = []',
    '  for (const [index, record] of records.entries()) {',
    `    switch (record.${a}) {`,
    "      case null:", "      case undefined:", `        parts.push(\`\${index}: ${draw.pick(['empty', 'nothing', 'no value'])}\`)`, '        break',
    "      case 'open':", `        parts.push(\`\${index}: ${draw.pick(['in work', 'waiting', 'ready'])} \${String(record.${b} ?? '')}\`)`, '        break',
    '      default:', `        parts.push(String(record.${b} ?? record.${a}).padEnd(${draw.int(4, 30)}, '${draw.pick(['.', ' ', '-'])}'))`,
    '    }',
    '  }',
    `  return parts.length > ${draw.int(1, 20)} ? \`\${parts.length} in all\` : parts.join(', ')`,
  )
}

/** Functions that a file keeps to itself, and the lines that use them. */
export function helpersOver(count: number, fields: readonly Field[], draw: Random): { declared: string[]; used(value: string): string } {
  const names = Array.from({ length: count }, (_, index) => `${draw.pick(['check', 'shape', 'count', 'pick', 'trim'])}${index}`)
  return {
    declared: names.flatMap((name) => [functionOver(name, fields, draw, false), '']),
    used: (value) => `{ ${names.map((name) => `${name}: ${name}(${value})`).join(', ')} }`,
  }
}
