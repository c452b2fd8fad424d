import { fixturesOf } from '../fixtures/next/index.ts'
import { tables } from '../fixtures/next/tables.ts'
import { holds } from './check.ts'

/** Models that come out of node_modules: the verdict needs the source of an installed package. */
for (const table of tables) {
  for (const column of ['turbopack', 'webpack', 'node'] as const) {
    const fixtures = fixturesOf(table, column, true)
    if (fixtures.length > 0) holds(`Published packages, table ${table.id}, ${column}`, fixtures)
  }
}
