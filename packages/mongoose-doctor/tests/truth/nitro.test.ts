import { autoImportsOn, nuxtMongooseOn, startupOn, survivalOn } from '../fixtures/nitro/index.ts'
import { holds } from './check.ts'

for (const host of ['nitro2', 'nuxt4', 'nitro3'] as const) holds(`${host}: which uses of a model register it`, survivalOn(host))
for (const host of ['nitro2', 'nuxt3', 'nuxt4', 'nitro3'] as const) holds(`${host}: what is there before a request is answered`, startupOn(host))
for (const host of ['nitro2', 'nuxt3', 'nuxt4'] as const) holds(`${host}: models without an import`, autoImportsOn(host))
holds('nuxt4: models of nuxt-mongoose', nuxtMongooseOn('nuxt4'))
