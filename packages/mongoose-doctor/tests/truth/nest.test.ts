import { nestFixtures } from '../fixtures/nest/index.ts'
import { holds } from './check.ts'

holds('NestJS: what its modules register', nestFixtures)
