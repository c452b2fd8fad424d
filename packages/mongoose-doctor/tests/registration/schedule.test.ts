import { expect, test } from 'vitest'
import { lastToReach } from '../../src/graph/actions.ts'
import { scheduleOf } from '../../src/registration/schedule.ts'
import { graphOf, model } from '../graph/graph-of.ts'

const files = {
  'app/a/page.tsx': `import { orders } from '../../lib/orders'\nimport { Buttons } from './Buttons'\nexport default orders`,
  'app/a/Buttons.tsx': `'use client'\nimport { pay } from './actions'\nexport const Buttons = pay`,
  'app/a/actions.ts': `'use server'\nimport { orders } from '../../lib/orders'\nexport const pay = async () => orders()`,
  'app/b/page.tsx': `import { users } from '../../lib/users'\nimport '../a/actions'\nexport default users`,
  'app/c/route.ts': `import { orders } from '../../lib/orders'\nexport const GET = orders`,
  'lib/orders.ts': `import Order from '../models/Order'\nexport const orders = () => Order.find()`, 'lib/users.ts': `import User from '../models/User'\nexport const users = () => User.find()`,
  'models/Order.ts': model('Order'), 'models/User.ts': model('User'),
}

test('entries that share code are followed one after the other', () => {
  const { graph } = graphOf({ ...files, 'app/a/Buttons.tsx': 'export const Buttons = null' })
  const entries = ['app/a/page.tsx', 'app/b/page.tsx', 'app/c/route.ts', 'nowhere.ts'].map((file) => ({ file }))
  expect(scheduleOf(graph, entries).map(({ file }) => file)).toEqual(['app/b/page.tsx', 'app/a/page.tsx', 'app/c/route.ts', 'nowhere.ts'])
})

test('imports in a circle that nothing else leads into end the search for what is shared', () => {
  const { graph } = graphOf({ 'a.ts': `import './b'\nimport './User'`, 'b.ts': `import './a'`, 'User.ts': model('User') })
  expect(scheduleOf(graph, [{ file: 'a.ts' }])).toEqual([{ file: 'a.ts' }])
})

test('an action file is last reached by the last page that may offer it, by way of client components too', () => {
  const { graph } = graphOf(files)
  const [a, b, c] = [['app/a/page.tsx'], ['app/b/page.tsx'], ['app/c/route.ts']]
  expect([...lastToReach(graph, [b, a, c])]).toEqual([['app/a/actions.ts', 1]])
  expect([...lastToReach(graph, [a, b, c])]).toEqual([['app/a/actions.ts', 1]])
  expect([...lastToReach(graph, [c])]).toEqual([])
})
