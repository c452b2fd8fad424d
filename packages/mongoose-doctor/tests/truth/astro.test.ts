import { structures } from '../fixtures/astro/structure.ts'
import { endpointFixtures, pageFixtures } from '../fixtures/astro/tables.ts'
import { holds } from './check.ts'

holds('Astro, entries', structures)
holds('Astro, imports', [...endpointFixtures, ...pageFixtures])
