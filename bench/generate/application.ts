/** The files of a made-up application, in the order of their imports, so that an application of any size is whole. */
import { domain, type Domain, DOMAINS_PER_AREA } from './domain.ts'
import { componentBarrelOf, componentsOf } from './files/components.ts'
import { eventOf, modelOf } from './files/models.ts'
import { manifests, packageManifest, packageOf } from './files/package.ts'
import { pagesOf } from './files/pages.ts'
import { hooksOf, testsOf, typesOf, utilitiesOf } from './files/plain.ts'
import { routesOf } from './files/routes.ts'
import { serverOf } from './files/server.ts'
import { sharedFiles } from './files/shared.ts'
import type { SourceFile } from './files/source-file.ts'
import { random } from './random.ts'

export interface Size {
  /** How many source files. */
  files: number
  seed: number
}

/**
 * The source files, one after another: none is kept, so 100,000 take no more memory than 300.
 * A larger application begins with the files of a smaller one of the same seed.
 */
export function* sourceFiles({ files, seed }: Size): Generator<SourceFile> {
  let left = files
  for (const file of unending(seed)) {
    if (left-- <= 0) return
    yield file
  }
}

/** What else the application consists of: package.json and tsconfig.json files. */
export function* otherFiles(areas: readonly string[]): Generator<{ path: string; text: string }> {
  yield* manifests(areas)
  for (const name of ['ui', ...areas]) yield packageManifest(name)
}

function* unending(seed: number): Generator<SourceFile> {
  yield* sharedFiles(seed)
  let area: Domain[] = []
  for (let index = 0; ; index++) {
    if (index % DOMAINS_PER_AREA === 0) area = []
    const one = domain(seed, index, area)
    if (area.length === 0) yield* packageOf(one, (name) => random(seed, `package ${one.area} ${name}`))
    area.push(one)
    yield* domainFiles(one, (name) => random(seed, `${one.area}/${one.name} ${name}`))
  }
}

/** Eighty files. */
function* domainFiles(one: Domain, draw: (name: string) => ReturnType<typeof random>): Generator<SourceFile> {
  yield modelOf(one, draw('model'))
  if (one.event) yield eventOf(one, one.event, draw('event'))
  yield* typesOf(one)
  yield* utilitiesOf(one, (name) => draw(`utility ${name}`))
  yield* serverOf(one, (name) => draw(`server ${name}`))
  yield* hooksOf(one, (name) => draw(`hook ${name}`))
  yield* componentsOf(one, (name) => draw(`component ${name}`))
  yield componentBarrelOf(one)
  yield* routesOf(one, draw)
  yield* pagesOf(one, draw)
  yield* testsOf(one)
}
