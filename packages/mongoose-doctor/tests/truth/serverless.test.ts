import { functions } from '../fixtures/serverless/index.ts'
import { holds } from './check.ts'

holds('Serverless functions', functions)
