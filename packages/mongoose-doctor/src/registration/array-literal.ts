/** `[a, ...b]`: what is in it, and in how many ways. */
import type { Arg } from '../facts/ir.ts'
import { MOST_ITEMS, allOptions, unionOf } from '../models/value.ts'
import type { Value } from '../models/value.ts'
import type { Activation } from './activation.ts'
import { evaluate } from './expressions.ts'
import { listed } from './keyed.ts'

interface ArrayItems { readonly values: readonly Value[]; readonly open: boolean }

/** More ways than this to put an array together are no knowledge any more. */
const MOST_VARIANTS = 8

export function arrayLiteral(at: Activation, items: readonly Arg[], span: { start: number; end: number }): Value {
  let ways: readonly ArrayItems[] = [{ values: [], open: false }]
  for (const item of items) {
    const given = at.force(evaluate(at, item.value))
    // `[...(condition ? [item] : [])]`: an array with the item, or one without it.
    const added = item.spread ? allOptions(listed(at, given, at.site(span))).map(spreadItems) : [{ values: [given], open: false }]
    const apart = ways.length * added.length <= MOST_VARIANTS ? added : [{ values: added.flatMap(({ values }) => values), open: true }]
    ways = ways.flatMap((way) => apart.map((more) => withMore(way, more)))
  }
  const arrays = ways.map(({ values, open }, i): Value => {
    const object = i === 0 ? at.interpreter.objectAt(at, span) : at.interpreter.madeAt(at, `${span.start}:${i}`, at.site(span))
    object.items = [...values]
    object.open = open
    return { kind: 'object', object }
  })
  return unionOf(arrays)
}

const withMore = (way: ArrayItems, more: ArrayItems): ArrayItems => {
  const room = MOST_ITEMS - way.values.length
  return { values: [...way.values, ...more.values.slice(0, room)], open: way.open || more.open || more.values.length > room }
}

/** What a spread of it adds; of what can't be told, anything. */
function spreadItems(value: Value): ArrayItems {
  if (value.kind === 'object' && value.object.items !== null) return { values: value.object.items, open: value.object.open }
  return { values: [], open: value.kind !== 'constant' }
}
