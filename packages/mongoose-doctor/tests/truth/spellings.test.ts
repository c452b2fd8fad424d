import { spellings } from '../fixtures/spellings/index.ts'
import { holds } from './check.ts'

holds('Spellings of models and references', spellings)
