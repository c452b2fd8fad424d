const KEY = Symbol.for('@mongoose-doctor/runtime')

/**
 * A value that there is once per process: a hot reload evaluates this package again, and an application may load both its ES module and
 * its CommonJS build. Neither may make a second one.
 * @param name what the value is
 * @param make called the first time
 */
export function shared<T>(name: string, make: () => T): T {
  const holder = globalThis as { [KEY]?: Map<string, unknown> }
  const values = (holder[KEY] ??= new Map())
  if (!values.has(name)) values.set(name, make())
  return values.get(name) as T
}
