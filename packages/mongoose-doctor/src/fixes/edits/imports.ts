/** Import statements that are to be written into one file, as data until the end: one statement a specifier. */
import { isIdentifier } from '../../rules/names.ts'
import type { Refusal } from '../types.ts'
import type { Style } from '../code/style.ts'
import { end, quoted } from '../code/style.ts'

export interface NewImport {
  readonly specifier: string
  /** None: for its effect. `imported` is `'default'`, `'*'` or a name. */
  readonly names: readonly NewName[]
}

export interface NewName {
  readonly imported: string
  readonly local: string
}

/** Joins imports of one specifier: names win over a mere effect; a namespace stands alone. */
export function joined(imports: readonly NewImport[]): readonly NewImport[] {
  const bySpecifier = new Map<string, NewName[]>()
  for (const { specifier, names } of imports) {
    const known = bySpecifier.get(specifier) ?? []
    bySpecifier.set(specifier, known)
    for (const name of names) if (!known.some((k) => k.imported === name.imported && k.local === name.local)) known.push(name)
  }
  return [...bySpecifier].flatMap(([specifier, names]) => {
    const spaces = names.filter((n) => n.imported === '*')
    const rest = names.filter((n) => n.imported !== '*')
    // A second local for the default export is a statement of its own.
    const [first, ...defaults] = rest.filter((n) => n.imported === 'default')
    const main = [...(first === undefined ? [] : [first]), ...rest.filter((n) => n.imported !== 'default')]
    return [
      ...(main.length > 0 || spaces.length === 0 ? [{ specifier, names: main }] : []),
      ...[...defaults, ...spaces].map((name) => ({ specifier, names: [name] })),
    ]
  })
}

/** One statement, without a line end. */
export function importLine(style: Style, { specifier, names }: NewImport, commonjs: boolean): string | Refusal {
  const literal = quoted(style, specifier)
  if (literal === null) return { reason: `the path ${specifier} can't be written as a plain string` }
  // `export { x as 'any text' }`.
  const odd = names.find(({ imported }) => imported !== '*' && !isIdentifier(imported))
  if (odd !== undefined) return { reason: `the export ${odd.imported} has a name that is no word` }
  if (commonjs) return `${requireClause(names)}require(${literal})${requireTail(names)}${end(style)}`
  return names.length === 0 ? `import ${literal}${end(style)}` : `import ${clause(names)} from ${literal}${end(style)}`
}

/** What stands before `from`. */
export function clause(names: readonly NewName[]): string {
  const [first] = names
  if (names.length === 1 && first?.imported === '*') return `* as ${first.local}`
  const main = names.filter((n) => n.imported === 'default').map((n) => n.local)
  const named = names.filter((n) => n.imported !== 'default').map((n) => (n.imported === n.local ? n.local : `${n.imported} as ${n.local}`))
  return [...main, ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])].join(', ')
}

function requireClause(names: readonly NewName[]): string {
  return names.length === 0 ? '' : `const ${names.map((n) => n.local).join(', ')} = `
}

function requireTail(names: readonly NewName[]): string {
  const [name] = names
  return name === undefined || name.imported === '*' ? '' : `.${name.imported}`
}
