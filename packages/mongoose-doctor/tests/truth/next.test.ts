import { contexts, undecided } from '../fixtures/next/contexts.ts'
import { handed, ownServers } from '../fixtures/next/handed.ts'
import { fixturesOf } from '../fixtures/next/index.ts'
import { instrumentations, oneOffs } from '../fixtures/next/one-off.ts'
import { tables } from '../fixtures/next/tables.ts'
import { holds } from './check.ts'

holds('Next.js, one-off cases', [...instrumentations, ...oneOffs])
for (const bundler of ['turbopack', 'webpack'] as const) holds(`Next.js with ${bundler}, require.context()`, contexts(bundler))
holds('Next.js, require.context(), undecided', undecided)
holds('Next.js, functions that are handed to others', handed)
holds('Next.js, servers around it', ownServers)
for (const table of tables) {
  for (const bundler of ['turbopack', 'webpack'] as const) {
    const fixtures = fixturesOf(table, bundler)
    if (fixtures.length > 0) holds(`Next.js with ${bundler}, table ${table.id}: ${table.title}`, fixtures)
  }
}
