import { get } from './get.ts'

/** One path to populate, in the shape that Mongoose gives and takes. */
export interface Entry {
  readonly path: string
  readonly model?: unknown
  readonly populate?: unknown
  readonly ordered?: unknown
}

/** Takes apart what populate takes: `'a b'`, `{ path, … }`, or an array of these. What it does not know is left to Mongoose, as no entries. */
export function entriesOf(paths: unknown): Entry[] {
  if (Array.isArray(paths)) return paths.flatMap(entriesOf)
  if (typeof paths === 'string') return split(paths).map((path) => ({ path }))
  if (typeof paths !== 'object' || paths === null || !('path' in paths)) return []
  const { path } = paths
  // Mongoose keeps notes on the object, so it is passed on as it is wherever it can be.
  if (typeof path === 'string' && !/\s/.test(path)) return [paths as Entry]
  return (Array.isArray(path) ? path : [path]).flatMap((part) => split(String(part)).map((one) => ({ ...paths, path: one })))
}

function split(paths: string): string[] {
  return paths.split(/\s+/).filter(Boolean)
}

/**
 * The model that a schema names for a path, through subdocuments and arrays.
 * @returns nothing where the name is not in the schema: a function, a refPath, a path that is not there
 */
export function refOf(schema: unknown, path: string): string | undefined {
  const type = call(schema, 'path', path)
  const element = get(type, 'embeddedSchemaType') ?? get(type, 'caster') ?? get(type, '$__schemaType')
  for (const holder of [call(schema, 'virtualpath', path), type, element]) {
    const ref = get(get(holder, 'options'), 'ref')
    if (typeof ref === 'string') return ref
  }
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = get(call(schema, 'path', path.slice(0, dot)), 'schema')
    const ref = inner ? refOf(inner, path.slice(dot + 1)) : undefined
    if (ref) return ref
  }
  return undefined
}

function call(holder: unknown, method: string, argument: string): unknown {
  const fn = get(holder, method)
  return typeof fn === 'function' ? Reflect.apply(fn, holder, [argument]) : undefined
}
