import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import type { Fixture } from '../fixtures/fixture.ts'
import { structures as astroPages } from '../fixtures/astro/structure.ts'
import { endpointFixtures, pageFixtures } from '../fixtures/astro/tables.ts'
import { flows } from '../fixtures/flow/index.ts'
import { mongooseFixtures } from '../fixtures/mongoose/index.ts'
import { nestFixtures } from '../fixtures/nest/index.ts'
import { cases, fixturesOf } from '../fixtures/next/index.ts'
import { instrumentations, oneOffs } from '../fixtures/next/one-off.ts'
import { tables } from '../fixtures/next/tables.ts'
import { autoImportsOn, nuxtMongooseOn, startupOn, survivalOn } from '../fixtures/nitro/index.ts'
import { loaders } from '../fixtures/node/loaders.ts'
import { servers, tests, workers } from '../fixtures/node/servers.ts'
import { pluginFixtures } from '../fixtures/plugins/index.ts'
import { functions } from '../fixtures/serverless/index.ts'
import { spellings } from '../fixtures/spellings/index.ts'
import { typegooseFixtures } from '../fixtures/typegoose/index.ts'
import { structures as routerRoutes } from '../fixtures/react-router/structure.ts'
import { remixFixtures, routerFixtures } from '../fixtures/react-router/tables.ts'
import { structures as kitRoutes } from '../fixtures/sveltekit/structure.ts'
import { importFixtures, ownFiles } from '../fixtures/sveltekit/tables.ts'

const groups: Readonly<Record<string, readonly Fixture[]>> = {
  'Nitro, survival': survivalOn('nitro2'), 'Nuxt, startup': startupOn('nuxt4'), 'Nitro 3, startup': startupOn('nitro3'), 'Nuxt, auto-imports': autoImportsOn('nuxt4'), 'nuxt-mongoose': nuxtMongooseOn('nuxt4'),
  'one-off': [...instrumentations, ...oneOffs], mongoose: mongooseFixtures, servers: [...loaders, ...servers, ...workers, ...tests, ...functions], spellings, flow: flows,
  nest: nestFixtures, typegoose: typegooseFixtures, plugins: pluginFixtures,
  sveltekit: [...kitRoutes, ...importFixtures, ...ownFiles], 'react-router': [...routerRoutes, ...routerFixtures], remix: remixFixtures,
  astro: [...astroPages, ...endpointFixtures, ...pageFixtures],
  ...Object.fromEntries(tables.flatMap(table => (['turbopack', 'webpack', 'node'] as const).map(column =>
    [`table ${table.id}, ${column}`, [...fixturesOf(table, column), ...fixturesOf(table, column, true)]]))),
}

/** The fixtures themselves: a typing error in one must not pass for a verdict. */
describe.each(Object.entries(groups))('%s', (_group, fixtures) => {
  test('every source file parses, and every JSON file', () => {
    const broken = fixtures.flatMap(fixture => Object.entries(fixture.files).flatMap(([file, text]) => {
      if (!/\.(?:[cm]?[jt]sx?|json)$/.test(file)) return []
      if (file.endsWith('.json')) return JSON.parse(text) === undefined ? [file] : []
      if (/\.(?:astro|svelte)$/.test(file)) return []
      return parseSync(file, text).errors.map(error => `${fixture.name}, ${file}: ${error.message}`)
    }))
    expect(broken).toEqual([])
  })

  test('every entry that is spoken of is a file, and names are not used twice', () => {
    const absent = fixtures.flatMap(fixture =>
      fixture.expect.filter(one => !(one.entry in fixture.files)).map(one => `${fixture.name}: ${one.entry}`))
    expect(absent).toEqual([])
    expect(new Set(fixtures.map(fixture => fixture.name)).size).toBe(fixtures.length)
  })
})

test('every case is in a table', () => {
  const named = new Set(tables.flatMap(table => table.rows.map(row => row.name)))
  expect([...cases.keys()].filter(name => !named.has(name))).toEqual([])
})
