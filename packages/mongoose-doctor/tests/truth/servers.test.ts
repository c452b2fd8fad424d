import { functions } from '../fixtures/node/functions.ts'
import { loaders } from '../fixtures/node/loaders.ts'
import { otherLoads } from '../fixtures/node/other-loads.ts'
import { promises } from '../fixtures/node/promises.ts'
import { runners } from '../fixtures/node/runners.ts'
import { shared } from '../fixtures/node/shared.ts'
import { servers, tests, workers } from '../fixtures/node/servers.ts'
import { holds } from './check.ts'

holds('Plain Node: what a loader loads', loaders)
holds('Plain Node: other ways to load a file', otherLoads)
holds('Plain Node: functions and classes as objects', functions)
holds('Plain Node: what a process waits for', promises)
holds('Plain Node: runners of middleware', runners)
holds('Plain Node: objects that files share', shared)
holds('Plain Node: what is there when a server answers', servers)
holds('Plain Node: workers, jobs, scripts', workers)
holds('Plain Node: tests', tests)
