import { structures } from '../fixtures/react-router/structure.ts'
import { remixFixtures, routerFixtures } from '../fixtures/react-router/tables.ts'
import { holds } from './check.ts'

holds('React Router, entries', structures)
holds('React Router, imports', routerFixtures)
holds('Remix, imports', remixFixtures)
