/** Every framework whose entries are known; plain Node, which takes what they leave, is apart. */
import type { Adapter } from './adapter.ts'
import { astro } from './astro/astro.ts'
import { next } from './next/next.ts'
import { nitro } from './nuxt/nitro.ts'
import { nuxt } from './nuxt/nuxt.ts'
import { reactRouter, remix } from './react-router/react-router.ts'
import { serverless } from './serverless/serverless.ts'
import { sveltekit } from './sveltekit/sveltekit.ts'

export const adapters: readonly Adapter[] = [
  next,
  nuxt,
  nitro,
  sveltekit,
  reactRouter,
  remix,
  astro,
  serverless,
]
