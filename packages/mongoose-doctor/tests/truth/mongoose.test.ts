import { mongooseFixtures } from '../fixtures/mongoose/index.ts'
import { holds } from './check.ts'

holds('Mongoose: what is looked up by name', mongooseFixtures)
