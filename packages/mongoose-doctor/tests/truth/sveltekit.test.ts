import { globs } from '../fixtures/sveltekit/globs.ts'
import { structures } from '../fixtures/sveltekit/structure.ts'
import { importFixtures, ownFiles } from '../fixtures/sveltekit/tables.ts'
import { holds } from './check.ts'

holds('SvelteKit, entries', structures)
holds('SvelteKit, imports', [...importFixtures, ...ownFiles])
holds('SvelteKit, import.meta', globs)
