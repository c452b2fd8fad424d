/** A configuration with its schema. */
import { statOf } from '../disk/stat.ts'
import { CONFIG_FILES, CONFIG_KEY } from '../project/config-file.ts'
import { isRecord, parseJson } from '../project/json.ts'
import { child, upwards } from '../project/paths.ts'
import { nothing, type Piece } from './piece.ts'
import { textAt, type Place } from './place.ts'

const WHAT = 'a configuration file'

export function configPiece(place: Place): Piece {
  const [name] = CONFIG_FILES
  const file = child(place.folder, name)
  if (CONFIG_FILES.some((each) => textAt(place, child(place.folder, each)) !== null) || hasKey(place)) return nothing(WHAT)
  const after = [
    '{',
    '  // All keys: https://github.com/mongoose-doctor/mongoose-doctor/blob/main/docs/configuration.md',
    `  "$schema": "${schemaFrom(place)}"`,
    '}', '',
  ].join('\n')
  return { what: WHAT, changes: [{ file, before: null, after }], notes: [] }
}

function hasKey(place: Place): boolean {
  const text = textAt(place, child(place.folder, 'package.json'))
  const parsed = text === null || text === 'other' ? null : parseJson(text)
  return parsed !== null && 'value' in parsed && isRecord(parsed.value) && Object.hasOwn(parsed.value, CONFIG_KEY)
}

/** In a workspace the package is mostly installed further above. */
function schemaFrom({ root, folder }: Place): string {
  const found = [...upwards(folder)].findIndex((dir) => statOf(`${root}/${child(dir, 'node_modules/mongoose-doctor')}`)?.isDirectory() === true)
  return `${found < 1 ? './' : '../'.repeat(found)}node_modules/mongoose-doctor/schema/config.schema.json`
}
