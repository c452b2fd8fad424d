/** What is registered behind a test for a name that no file of the program defines. Such a test finds nothing on a real Mongoose either. */
import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import { nextApp } from '../fixtures/next/base.ts'
import { withTree } from '../helpers/tree.ts'

const route = 'app/api/orders/route.ts'
const handler = `import Order from '@/models/Order'
export async function GET() { return Response.json(await Order.find()) }`

/** Each asks for "order" and defines "Order". */
const asked: Readonly<Record<string, string>> = {
  '||': `export default mongoose.models.order || mongoose.model('Order', schema)`,
  '??': `export default mongoose.models['order'] ?? mongoose.model('Order', schema)`,
  'a choice': `export default mongoose.models.order ? mongoose.models.order : mongoose.model('Order', schema)`,
  'an if': `let Order: any = mongoose.models.order
    if (!Order) Order = mongoose.model('Order', schema)
    export default Order`,
  'in': `let Order: any
    if (!('order' in mongoose.models)) Order = mongoose.model('Order', schema)
    export default Order`,
}

const orders = (definition: string): string => `import mongoose from 'mongoose'
const schema = new mongoose.Schema({ buyer: String })
${definition}`

const entryOf = (files: Readonly<Record<string, string>>) =>
  examine(withTree(nextApp({ files: { [route]: handler, ...files } }))).report.apps.flatMap(({ entries }) => entries).find(({ file }) => file === route)

test.each(Object.entries(asked))('a model behind a test for a name that nothing has: %s', (_, definition) => {
  expect(entryOf({ 'models/Order.ts': orders(definition) })).toMatchObject({ registered: ['Order'], maybe: [] })
})

test('a name that another file defines may be there', () => {
  const files = { 'models/Order.ts': orders(asked['||'] ?? ''), 'models/Old.ts': `import mongoose from 'mongoose'\nmongoose.model('order', new mongoose.Schema({}))` }
  expect(entryOf(files)).toMatchObject({ registered: [], maybe: ['Order', 'order'] })
})

test('so may any where the name of a model is computed', () => {
  const files = { 'models/Order.ts': orders(asked['||'] ?? ''), 'models/Old.ts': `import mongoose from 'mongoose'\nmongoose.model(process.env.OLD!, new mongoose.Schema({}))` }
  expect(entryOf(files)).toMatchObject({ registered: [], maybe: ['Order', 'order'] })
})
