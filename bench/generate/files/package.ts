/** The workspace package of an area, twenty files behind a barrel, and what is not source: package.json, tsconfig.json. */
import { type Domain, STATUS } from '../domain.ts'
import { type Random } from '../random.ts'
import { lines, type SourceFile } from './source-file.ts'
import { functionOver } from './statements.ts'

const TOPICS = ['money', 'dates', 'rules', 'rates', 'limits', 'units', 'codes', 'terms', 'taxes']

/** `packages/<area>`: nine topics of a file and its constants each, an index between them, and the barrel. */
export function packageOf({ area }: Domain, draw: (name: string) => Random): SourceFile[] {
  const file = (name: string, kind: SourceFile['kind'], text: string): SourceFile => ({ path: `packages/${area}/src/${name}.ts`, kind, text })
  return [
    ...TOPICS.flatMap((topic, index) => {
      const random = draw(topic)
      const before = TOPICS[index - 1]
      return [
        file(`${topic}/constants`, 'utility', lines(Array.from({ length: random.int(5, 30) }, (_, i) => `export const ${topic.toUpperCase()}_${i} = ${random.int(1, 10_000)}`), '')),
        file(`${topic}/${topic}`, 'utility', lines(
          `import { ${topic.toUpperCase()}_0 } from './constants'`,
          before && `import { ${before} } from '../${before}/${before}'`,
          '', `export function ${topic}(input: unknown) {`, `  return { input, limit: ${topic.toUpperCase()}_0${before ? `, before: ${before}(input)` : ''} }`, '}', '',
          Array.from({ length: random.int(3, 7) }, (_, i) => [functionOver(`${topic}${i}`, [STATUS], random), '']).flat(),
        )),
      ]
    }),
    file('topics', 'barrel', lines(TOPICS.map((topic) => `export * from './${topic}/${topic}'`), '')),
    file('index', 'barrel', lines("export * from './topics'", `export { MONEY_0 as ${area.toUpperCase()}_LIMIT } from './money/constants'`, '')),
  ]
}

/** The package.json of a workspace package. */
export function packageManifest(name: string): { path: string; text: string } {
  return { path: `packages/${name}/package.json`, text: json({ name: `@acme/${name}`, version: '0.0.0', private: true, type: 'module', sideEffects: false, exports: { '.': './src/index.ts' } }) }
}

/** What the root and the two applications are described by. */
export function manifests(areas: readonly string[]): { path: string; text: string }[] {
  const workspace = Object.fromEntries(['ui', ...areas].map((name) => [`@acme/${name}`, '*']))
  const compilerOptions = { target: 'ES2022', lib: ['dom', 'esnext'], module: 'esnext', moduleResolution: 'bundler', strict: true, jsx: 'preserve', noEmit: true, isolatedModules: true, esModuleInterop: true, skipLibCheck: true }
  return [
    { path: 'package.json', text: json({ name: 'acme', private: true, workspaces: ['apps/*', 'packages/*'] }) },
    { path: 'tsconfig.json', text: json({ compilerOptions: { ...compilerOptions, baseUrl: '.', paths: { '@/*': ['apps/web/src/*'], '@acme/*': ['packages/*/src/index.ts'] } }, include: ['apps', 'packages'] }) },
    { path: '.gitignore', text: 'node_modules\n.next\n' },
    { path: 'apps/web/package.json', text: json({ name: 'web', version: '0.0.0', private: true, scripts: { dev: 'next dev', build: 'next build' }, dependencies: { ...workspace, mongoose: '9.12.1', next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1', zod: '4.6.7' } }) },
    { path: 'apps/web/tsconfig.json', text: json({ extends: '../../tsconfig.json', compilerOptions: { baseUrl: '.', paths: { '@/*': ['./src/*'] } }, include: ['src', 'next.config.ts'] }) },
    { path: 'apps/worker/package.json', text: json({ name: 'worker', version: '0.0.0', private: true, type: 'module', scripts: { start: 'tsx src/main.ts' } }) },
  ]
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
