/** Who loads this plugin: a command that ends, or an editor's server that goes on. */

/** The commands themselves, wherever they are installed; through npx they are links in `.bin`. */
const COMMAND = /[\\/](?:\.bin[\\/](?:eslint|oxlint)|bin[\\/](?:eslint\.js|oxlint))$/

/**
 * Whether this process lints once and ends. After typescript-eslint's `inferSingleRun`: a command of that name, or CI. Whoever else calls
 * ESLint is taken for an editor.
 */
export function isOneRun(argv: readonly string[] = process.argv, env: NodeJS.ProcessEnv = process.env): boolean {
  return !argv.includes('--lsp') && (isCi(env) || COMMAND.test(argv[1] ?? ''))
}

export const isCi = ({ CI }: NodeJS.ProcessEnv = process.env): boolean => !['', '0', 'false', undefined].includes(CI)
