import { pluginFixtures } from '../fixtures/plugins/index.ts'
import { holds } from './check.ts'

holds('mongoose-autopopulate and mongoose-paginate-v2', pluginFixtures)
