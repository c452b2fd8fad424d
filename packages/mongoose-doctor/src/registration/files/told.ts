/** What the file system has told of the project: names, paths and records of files. */
import type { Value } from '../../models/value.ts'
import type { Interpreter } from '../interpreter.ts'
import { isPlace } from './places.ts'

export function isTold({ listed, records }: Pick<Interpreter, 'listed' | 'records'>, value: Value): boolean {
  if (value.kind === 'object') return records.has(value.object)
  return value.kind === 'constant' && typeof value.value === 'string' && (listed.has(value.value) || isPlace(value.value))
}
