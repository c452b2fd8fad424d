/** The values of options as cac gives them: by their camelCase names, a list where one is given more than once. */
export type Options = Readonly<Record<string, unknown>>

function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value
}

export function flag(options: Options, key: string): boolean {
  return lastOf(options[key]) === true
}

/** null: neither `--key` nor `--no-key`. */
export function choice(options: Options, key: string): boolean | null {
  return options[key] === undefined ? null : lastOf(options[key]) !== false
}

export function many(options: Options, key: string): string[] {
  const value = options[key]
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)
}

export function single(options: Options, key: string): string | null {
  return many(options, key)[0] ?? null
}
