import { escapeJson } from './escape.ts'

/** `--format json`: the value as it is, ending with a line feed. Described by schema/report.schema.json. */
export function json(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`
}
