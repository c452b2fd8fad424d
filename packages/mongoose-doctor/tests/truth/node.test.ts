import { fixturesOf } from '../fixtures/next/index.ts'
import { tables } from '../fixtures/next/tables.ts'
import { holds } from './check.ts'

for (const table of tables) {
  const fixtures = fixturesOf(table, 'node')
  if (fixtures.length > 0) holds(`Plain Node, table ${table.id}: ${table.title}`, fixtures)
}
