/**
 * Every command that a document shows: where it is run and what comes of it, or why it can't be run here and what stands for it.
 * Those of docs/errors are run in the example of their page: errors.test.ts.
 */
import { clinic, monorepo, repository, type Scene } from './scene.ts'

interface Run {
  readonly where: () => Scene
  readonly exit: number
  /** What it prints, on whichever stream. */
  readonly shows: RegExp
  /** What a reader has done before. */
  readonly after?: readonly string[]
  /** What is run in place of it, and why. */
  readonly as?: string
  readonly because?: string
  /** What the reader does then, and sees: of a file that it writes, what is in it. */
  readonly then?: readonly [command: string, shows: RegExp]
}

interface NotRun {
  readonly not: string
  /** The test, from the root, that does it. */
  readonly instead: string
}

const finding = /late-registration/
const healthy = /Every model is registered wherever it is needed/
const inClinic = (exit: number, shows: RegExp, more: Partial<Run> = {}): Run => ({ where: clinic, exit, shows, ...more })
const inMonorepo = (exit: number, shows: RegExp, more: Partial<Run> = {}): Run => ({ where: monorepo, exit, shows, ...more })
const inRepository = (exit: number, shows: RegExp, more: Partial<Run> = {}): Run => ({ where: repository, exit, shows, ...more })

const sources = "--include='*.ts' --include='*.tsx' --include='*.js' --exclude-dir=node_modules ."
const hook = ['mkdir -p .githooks', "printf '#!/bin/sh\\nexec npx mongoose-doctor\\n' > .githooks/pre-commit", 'chmod +x .githooks/pre-commit', 'git config core.hooksPath .githooks']

export const commands: Readonly<Record<string, Run | NotRun>> = {
  'npx mongoose-doctor': inClinic(1, finding),
  'npx mongoose-doctor --dry-run': inClinic(1, /^\+import Role from '@\/models\/Role'$/m),
  'npx mongoose-doctor --fix': inClinic(0, /1 finding mended/, { then: ['npx mongoose-doctor', healthy] }),
  'npx mongoose-doctor why Role': inClinic(0, /needed here, and not surely registered/),
  'npx mongoose-doctor entries': inClinic(0, /server-action/),
  'npx mongoose-doctor models': inClinic(0, /role → Role/),
  'npx mongoose-doctor explain late-registration': inClinic(0, /only after/),
  'npx mongoose-doctor explain "MissingSchemaError: Schema hasn\'t been registered for model \\"Role\\"."': inClinic(0, finding),
  'next build && npx mongoose-doctor verify': { not: 'A build takes a minute.', instead: 'packages/mongoose-doctor/tests/cli/verify.test.ts' },
  'npx mongoose-doctor verify --run': { not: 'It needs a build.', instead: 'packages/mongoose-doctor/tests/evaluate/run.test.ts' },
  'npx mongoose-doctor --watch': { not: 'It goes on until it is stopped.', instead: 'packages/mongoose-doctor/tests/cli/watch.test.ts' },
  'npx mongoose-doctor --format github --output sarif=mongoose-doctor.sarif --output markdown=comment.md': inClinic(1, /^::error file=app\/actions\/auth\.ts,/m, { then: ['cat comment.md mongoose-doctor.sarif', /^## [^]*"version": ?"2\.1\.0"/m] }),
  'npx --yes mongoose-doctor --output gitlab=code-quality.json --output junit=junit.xml': inClinic(1, finding, { then: ['cat code-quality.json junit.xml', /"check_name"[^]*<testsuites/] }),
  'npx --yes mongoose-doctor --output junit=junit.xml': inClinic(1, finding, { then: ['cat junit.xml', /<failure /] }),
  'npx mongoose-doctor --output junit=junit.xml': inClinic(1, finding, { then: ['cat junit.xml', /<failure /] }),

  'npx mongoose-doctor generate registry': inClinic(0, /models\/registry\.ts was written/),
  'npx mongoose-doctor generate registry --check': inClinic(0, /up to date/, { after: ['npx mongoose-doctor generate registry'] }),
  'mongoose-doctor generate registry': inClinic(0, /models\/registry\.ts was written/),
  'mongoose-doctor generate registry --check': inClinic(0, /up to date/, { after: ['npx mongoose-doctor generate registry'] }),

  'npx mongoose-doctor apps/web': inMonorepo(1, finding),
  "npx mongoose-doctor --entry 'apps/web/**'": inMonorepo(1, /apps\/web\/app\/actions\/auth\.ts/),
  'npx mongoose-doctor facts packages/models': inMonorepo(0, /the facts of \d+ files/, { as: 'npx mongoose-doctor facts apps/web', because: 'The package of the example has another name.' }),
  'npx mongoose-doctor check --from-facts': inMonorepo(1, finding, { after: ['mongoose-doctor facts apps/web'] }),
  'mongoose-doctor facts': inMonorepo(0, /the facts of \d+ files/),
  'mongoose-doctor check --from-facts': inMonorepo(1, finding, { after: ['mongoose-doctor facts apps/web'] }),

  'npx mongoose-doctor explain < server.log': inClinic(0, /4 MissingSchemaErrors/),
  'mongoose-doctor explain < server.log': inClinic(0, /4 MissingSchemaErrors/),
  'mongoose-doctor explain server.log': inClinic(0, /4 MissingSchemaErrors/),
  'kubectl logs deploy/web --prefix --since 12h | mongoose-doctor explain': inClinic(0, /4 MissingSchemaErrors/),
  'docker compose logs --timestamps web | mongoose-doctor explain': inClinic(0, /4 MissingSchemaErrors/),
  'kubectl logs deploy/web --prefix --since 24h | npx mongoose-doctor explain --format json > groups.json': inClinic(0, /^$/, { then: ['cat groups.json', /"count": 2/] }),

  [`grep -rnE "populate\\(" ${sources}`]: inClinic(0, /^\.\/app\/actions\/auth\.ts:39:/),
  [`grep -rnE "ref: *['\\"]" ${sources}`]: inClinic(0, /^\.\/models\/User\.ts:8:/),
  [`grep -rnE "import\\(.*models/" ${sources}`]: inClinic(0, /auth\.ts:18:[^]*auth\.ts:42:/),
  // The clinic has none of these, which grep says by 1; that they find what they are for is in commands.test.ts.
  [`grep -rnE "(import|require)\\([^'\\"]*[\\\`+]" ${sources}`]: inClinic(1, /^$/),
  'grep -rn \'"sideEffects"\' --include=package.json --exclude-dir=node_modules .': inClinic(1, /^$/),
  'grep -c "Schema hasn\'t been registered" server.log': inClinic(0, /^4$/m),
  'grep -n "buffering timed out\\|Cannot overwrite\\|before initialization" server.log': inClinic(1, /^$/),

  [hook[0] ?? '']: inClinic(0, /^$/),
  [hook[1] ?? '']: inClinic(0, /^$/, { after: hook.slice(0, 1) }),
  [hook[2] ?? '']: inClinic(0, /^$/, { after: hook.slice(0, 2) }),
  [hook[3] ?? '']: inClinic(0, /^$/, { after: hook.slice(0, 3), then: ['git commit --allow-empty --message change; git log --oneline', /^\w+ As it was found\nerror late-registration/] }),

  'npm run doctor': inRepository(1, finding),
  'npm run doctor -- --dry-run': inRepository(1, /^\+import Role from '@\/models\/Role'$/m),
  'npm run doctor -- ../app': inRepository(1, finding, { as: 'npm run doctor -- examples/clinic-before', because: 'There is no ../app here.' }),
  'npm run doctor -- examples/clinic': inRepository(0, /Every model is registered wherever it is needed/),
  'npm ci && npm run build': { not: '`npm test` installs and builds the clinic.', instead: 'scripts/set-up.mjs' },
  'export MONGODB_URI=… SESSION_SECRET=$(openssl rand -base64 48) CLINIC_URL=http://127.0.0.1:3000': { not: 'The address is the reader\'s.', instead: 'examples/clinic/tests/support/clinic.ts' },
  'npm run seed': { not: 'It needs a database.', instead: 'examples/clinic/tests/support/clinic.ts' },
  'npm start': { not: 'It serves until it is stopped.', instead: 'examples/clinic/tests/support/clinic.ts' },
  'npm run docs': { not: 'It serves until it is stopped; `npm test` builds the same pages first.', instead: 'docs/tests/site.test.ts' },
  'npm run clinic': { not: 'It serves until it is stopped, and needs a database.', instead: 'examples/clinic/tests/accounts.test.ts' },
  'npm test': { not: 'It is what runs this.', instead: '.ci/run' },
  'npm test -- tests/cli': { not: 'The same.', instead: '.ci/run' },
  'npm run fuzz -- --minutes 5': { not: '`npm test` runs the same for a shorter time.', instead: 'packages/mongoose-doctor/tests/fuzz' },
  'npm run crash -- --kills 10000': { not: '`npm test` runs the same with fewer kills.', instead: 'packages/mongoose-doctor/tests/crash/crash.test.ts' },
  'npm run bench': { not: 'It downloads the tools of comparison.', instead: 'bench/tests' },
  'npm run bench -- run': { not: 'It takes hours.', instead: 'bench/tests' },
  'npm run bench -- run --files 300,3000 --rounds 1 --only mongoose-doctor,knip': { not: 'It downloads knip.', instead: 'bench/tests' },
  "npm run bench -- run --files '' --checkout growthbook/growthbook=../growthbook --name repositories": { not: 'It needs a checkout of growthbook.', instead: 'bench/tests' },
  'npm run bench -- eslint --files 3000': { not: 'It writes an application of 3,000 files, and takes minutes.', instead: 'bench/tests' },
  'npm run bench -- report': { not: 'It writes docs/performance.md.', instead: 'bench/tests' },
  'npx mongoose-doctor --output html=report.html': inClinic(1, finding, { then: ['cat report.html', /<!doctype html>/i] }),
  'npx mongoose-doctor --format html > report.html': inClinic(1, /^$/, { then: ['cat report.html', /<!doctype html>/i] }),
  'npx mongoose-doctor graph': inClinic(0, /^flowchart [^]*Role/),
  'npx mongoose-doctor graph --model User': inClinic(0, /User/),
  'npx mongoose-doctor graph findings': inClinic(0, /auth\.ts/),
  'npx mongoose-doctor graph findings --entry app/actions/auth.ts': inClinic(0, /auth\.ts/),
  'npx mongoose-doctor graph --format dot | dot -Tpdf > models.pdf': inClinic(0, /^digraph /, { as: 'npx mongoose-doctor graph --format dot', because: 'Graphviz need not be here.' }),
  'npx mongoose-doctor graph --format svg --output docs/models.svg': inClinic(0, /^$/, { after: ['mkdir docs'], then: ['cat docs/models.svg', /^<svg/] }),
  '(cd examples/clinic-before && node ../../packages/mongoose-doctor/dist/cli.mjs --format html) > report.html': { not: 'It makes the picture of the page.', instead: 'packages/mongoose-doctor/tests/docs/report.test.ts' },
  'chromium --headless --hide-scrollbars --window-size=1180,900 --screenshot=docs/images/report.png report.html': { not: 'The same.', instead: 'packages/mongoose-doctor/tests/docs/report.test.ts' },
  'npx mongoose-doctor --changed': inClinic(0, /No findings|nothing|healthy/i),
  'npx mongoose-doctor --staged': inClinic(0, /No findings|nothing|healthy/i),
  'npx mongoose-doctor --changed origin/develop': inClinic(0, /No findings|nothing/i, { as: 'npx mongoose-doctor --changed HEAD', because: 'The example has no remote.' }),
  'npx --no -- mongoose-doctor lsp': { not: 'It serves an editor until that ends.', instead: 'packages/mongoose-doctor/tests/lsp/server.test.ts' },
  'npm run picture': { not: 'It writes docs/images/run.svg.', instead: 'packages/mongoose-doctor/tests/docs/picture.test.ts' },
  'npm run walk': { not: 'It takes the time of what the test does.', instead: 'packages/mongoose-doctor/tests/packed/install.test.ts' },
  'npm run neighbours': { not: 'It downloads the other tools.', instead: 'scripts/neighbours.mjs' },
  'npm install --save-dev mongoose-doctor': { not: 'It asks the registry.', instead: 'packages/mongoose-doctor/tests/packed/install.test.ts' },
  'npm install --save-dev mongoose-doctor eslint-plugin-mongoose-doctor': { not: 'The same.', instead: 'packages/mongoose-doctor/tests/packed/install.test.ts' },
  'npm install @mongoose-doctor/runtime': { not: 'It asks the registry.', instead: 'packages/runtime/tests/package/build.test.ts' },
}

export const isRun = (told: Run | NotRun): told is Run => 'where' in told

/** Runs one, with what comes before and after it. */
export function perform(command: string, { where, after = [], as, then }: Run): { readonly exit: number | null; readonly shown: string; readonly thenShown: string | null } {
  const { run } = where()
  for (const before of after) run(before)
  const { exit, out, err } = run(as ?? command)
  const later = then === undefined ? null : run(then[0])
  return { exit, shown: out + err, thenShown: later === null ? null : later.out + later.err }
}
