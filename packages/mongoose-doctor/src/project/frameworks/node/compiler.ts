/** How do the imports of a program survive that Node runs? */
import { describedBy, keptBy } from '../../compiler.ts'
import type { Compiler } from '../../project.ts'
import type { Tsconfigs } from '../../tsconfig.ts'

/** @param how `stripped`: Node itself removes the types, and only the types. */
export function nodeCompiler(how: 'javascript' | 'compiled' | 'stripped', tsconfigs: Tsconfigs): Compiler {
  const labels = { javascript: 'Node', compiled: 'Node with TypeScript', stripped: "Node's type stripping" }
  return {
    bundler: 'none',
    keepsUnusedImports: how === 'stripped' ? () => true : keptBy(tsconfigs),
    emitsMetadata: describedBy(tsconfigs),
    keepsUnusedImportEquals: true,
    stripsTypes: how === 'stripped',
    honoursSideEffects: false,
    optimizePackageImports: [],
    transpilePackages: [],
    label: labels[how],
  }
}
