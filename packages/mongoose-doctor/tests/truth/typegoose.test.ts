import { typegooseFixtures } from '../fixtures/typegoose/index.ts'
import { holds } from './check.ts'

holds('Typegoose: what its classes register', typegooseFixtures)
