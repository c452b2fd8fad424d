/** What the compilers of all frameworks have in common: truth/README.md 7, 8. */
import { parent } from './paths.ts'
import type { Tsconfigs } from './tsconfig.ts'

/** Whether `verbatimModuleSyntax` holds for a file. */
export const keptBy = (tsconfigs: Tsconfigs) => (file: string): boolean => tsconfigs.at(parent(file) ?? '').verbatimModuleSyntax === true

/** Whether `emitDecoratorMetadata` holds for a file. */
export const describedBy = (tsconfigs: Tsconfigs) => (file: string): boolean => tsconfigs.at(parent(file) ?? '').emitDecoratorMetadata === true
