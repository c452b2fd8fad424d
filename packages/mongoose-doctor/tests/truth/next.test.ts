import { fixturesOf } from '../fixtures/next/index.ts'
import { instrumentations, oneOffs } from '../fixtures/next/one-off.ts'
import { tables } from '../fixtures/next/tables.ts'
import { holds } from './check.ts'

holds('Next.js, one-off cases', [...instrumentations, ...oneOffs])
for (const table of tables) {
  holds(`Next.js with Turbopack, table ${table.id}: ${table.title}`, fixturesOf(table, 'turbopack'))
  holds(`Next.js with webpack, table ${table.id}: ${table.title}`, fixturesOf(table, 'webpack'))
}
