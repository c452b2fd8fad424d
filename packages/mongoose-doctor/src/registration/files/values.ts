/** Constants in and out of the values of the interpreter. */
import { constant, newCell, type Value } from '../../models/value.ts'
import { single } from '../../models/schema-definition.ts'
import type { Site } from '../../kernel/place.ts'
import type { Activation } from '../activation.ts'

export function textOf(at: Activation, value: Value | undefined): string | null {
  const one = value === undefined ? null : single(at.force(value))
  return one?.kind === 'constant' && typeof one.value === 'string' ? one.value : null
}

/** A text, or a list of texts; null for anything else. */
export function textsOf(at: Activation, value: Value | undefined): readonly string[] | null {
  const one = value === undefined ? null : single(at.force(value))
  if (one?.kind !== 'object' || one.object.items === null) {
    const text = textOf(at, value)
    return text === null ? null : [text]
  }
  const texts = one.object.items.map((item) => textOf(at, item))
  return one.object.open || texts.includes(null) ? null : texts.filter((text) => text !== null)
}

/** The property of an object of options; undefined where there is none. */
export function optionOf(at: Activation, options: Value | undefined, name: string): Value | undefined {
  const one = options === undefined ? null : single(at.force(options))
  return one?.kind === 'object' ? (one.object.props.get(name)?.all ?? undefined) : undefined
}

export const isTrue = (at: Activation, value: Value | undefined): boolean => {
  const one = value === undefined ? null : single(at.force(value))
  return one?.kind === 'constant' && one.value === true
}

/** An array of names that the file system has told: each of them is looked at on its own. */
export function listOf(at: Activation, texts: readonly string[], site: Site): Value {
  for (const text of texts) at.interpreter.listed.add(text)
  return at.newArray(texts.map((text) => constant(text)), null, site)
}

export function record(at: Activation, fields: Readonly<Record<string, Value>>, site: Site): Value {
  const object = at.newObject(site)
  object.open = true
  for (const [name, value] of Object.entries(fields)) object.props.set(name, newCell(false, value))
  at.interpreter.records.add(object)
  return { kind: 'object', object }
}

/** A function that gives true or false, whatever it is called with. */
export const always = (answer: boolean): Value => ({ kind: 'global', path: answer ? 'always.true' : 'always.false' })
