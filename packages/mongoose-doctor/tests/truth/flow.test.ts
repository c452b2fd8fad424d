import { flows } from '../fixtures/flow/index.ts'
import { holds } from './check.ts'

holds('Flow: receivers and order', flows)
