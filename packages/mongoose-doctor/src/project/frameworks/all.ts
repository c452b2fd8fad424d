/** Every framework whose entries are known; plain Node, which takes what they leave, is apart. */
import type { Adapter } from './adapter.ts'
import { next } from './next/next.ts'
import { serverless } from './serverless/serverless.ts'

export const adapters: readonly Adapter[] = [
  next,
  serverless,
]
