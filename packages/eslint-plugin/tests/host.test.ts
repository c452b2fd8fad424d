import { expect, test } from 'vitest'
import { isOneRun } from '../src/host.ts'

test.each<[string, readonly string[], NodeJS.ProcessEnv, boolean]>([
  ['npx eslint', ['node', '/app/node_modules/.bin/eslint', '.'], {}, true],
  ['ESLint, installed globally', ['node', '/usr/lib/node_modules/eslint/bin/eslint.js'], {}, true],
  ['ESLint on Windows', ['node.exe', String.raw`C:\app\node_modules\eslint\bin\eslint.js`], {}, true],
  ['oxlint', ['node', '/app/node_modules/.bin/oxlint'], {}, true],
  ['a script in CI', ['node', '/app/scripts/lint.js'], { CI: 'true' }, true],
  ['a script', ['node', '/app/scripts/lint.js'], { CI: 'false' }, false],
  ['ESLint’s server of VS Code', ['node', '/home/me/.vscode/extensions/dbaeumer.vscode-eslint/server/out/eslintServer.js', '--node-ipc'], {}, false],
  ['eslint_d', ['node', '/usr/lib/node_modules/eslint_d/lib/daemon.js'], {}, false],
  ['oxlint’s language server', ['node', '/app/node_modules/oxlint/bin/oxlint', '--lsp'], { CI: '1' }, false],
  ['nothing that is known', ['node'], {}, false],
])('%s', (_, argv, env, oneRun) => {
  expect(isOneRun(argv, env)).toBe(oneRun)
})
