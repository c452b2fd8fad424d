/** As much of TOML as deployment files need: the texts of its tables, by `table.key`. */
export function readToml(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  let table = ''
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line) ?? []
    if (header !== undefined) { table = `${header.trim()}.`; continue }
    // `[[list]]`: of lists nothing is asked.
    if (/^\s*\[\[/.test(line)) { table = '[].'; continue }
    const [, key, double, single] = /^\s*"?([\w.-]+)"?\s*=\s*(?:"([^"]*)"|'([^']*)')\s*(?:#.*)?$/.exec(line) ?? []
    if (key !== undefined) values.set(table + key, double ?? single ?? '')
  }
  return values
}
