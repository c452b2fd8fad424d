import { expect, test } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Report } from '../../src/kernel/report.ts'
import { withTree } from '../helpers/tree.ts'

const server = (files: Readonly<Record<string, string>>): Report => examine(withTree({
  'package.json': '{ "type": "module", "scripts": { "start": "tsx src/server.ts" }, "dependencies": { "express": "^5", "mongoose": "^9" } }',
  'tsconfig.json': '{}',
  'src/server.ts': `
    import express from 'express'
    import mongoose from 'mongoose'
    import { Order } from './models/order.js'
    const app = express()
    app.get('/', async (_, res) => res.json(await Order.find().populate('account')))
    await mongoose.connect('x')
    app.listen(3000)
  `,
  ...files,
})).report

const order = `
  import { Schema, model } from 'mongoose'
  import { Account } from './account.js'
  export interface OrderDoc { account: unknown }
  export const Order = model('Order', new Schema({ account: { type: Schema.Types.ObjectId, ref: Account.modelName } }))
`

/** Each leads from the account back to the order, and none is there when the code runs. */
const typesAlone: Readonly<Record<string, string>> = {
  'import type': `import type { OrderDoc } from './order.js'`,
  'import { type … }': `import { type OrderDoc } from './order.js'`,
  'an import that only types need': `import { OrderDoc } from './order.js'`,
  'an import of a value that only types need': `import { Order } from './order.js'\ntype OrderDoc = InstanceType<typeof Order>`,
  'export type': `export type { OrderDoc } from './order.js'\ntype OrderDoc = unknown`,
}

test.each(Object.entries(typesAlone))('%s makes no circle of two files: each finds the other evaluated', (_, line) => {
  const { apps, unknown } = server({
    'src/models/account.ts': `
      import { Schema, model } from 'mongoose'
      ${line}
      export const Account = model('Account', new Schema({ name: String }))
      export interface AccountDoc { last?: OrderDoc }
    `,
    'src/models/order.ts': order,
  })
  expect(unknown).toEqual([])
  expect(apps[0]?.entries[0]?.required).toEqual(['Account'])
})

test('a circle is entered where the server enters it', () => {
  const { apps, unknown } = server({
    'src/models/account.ts': `
      import { Schema, model } from 'mongoose'
      import { Order } from './order.js'
      const schema = new Schema({ name: String })
      schema.methods.orders = function () { return Order.find({ account: this._id }) }
      export const Account = model('Account', schema)
    `,
    'src/models/order.ts': order,
  })
  expect(unknown).toEqual([])
  expect(apps[0]?.entries[0]?.required).toEqual(['Account'])
})

test('a circle through a list of all models is entered there', () => {
  const { apps, unknown } = server({
    'src/server.ts': `
      import express from 'express'
      import mongoose from 'mongoose'
      import { Order } from './models/index.js'
      const app = express()
      app.get('/', async (_, res) => res.json(await Order.find().populate('account')))
      await mongoose.connect('x')
      app.listen(3000)
    `,
    'src/models/index.ts': `
      export { Person } from './person.js'
      export { Order } from './order.js'
    `,
    'src/models/person.ts': `
      import { Schema, model } from 'mongoose'
      import { Order } from './index.js'
      const schema = new Schema({ name: String })
      schema.methods.orders = function () { return Order.find({ account: this._id }) }
      export const Person = model('Person', schema)
    `,
    'src/models/order.ts': order.replace('./account.js', './index.js').replaceAll('Account', 'Person'),
  })
  expect(unknown).toEqual([])
  expect(apps[0]?.entries[0]?.required).toEqual(['Person'])
})
