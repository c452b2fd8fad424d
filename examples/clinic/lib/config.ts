/** What the environment says, checked when it is first needed. */
import 'server-only'
import { z } from 'zod'

const environment = z.object({
  MONGODB_URI: z.string().default('mongodb://127.0.0.1:27017/clinic'),
  SESSION_SECRET: z.string().min(32, 'SESSION_SECRET must have 32 characters or more: openssl rand -base64 48'),
  /** Where people reach the clinic. Links in mails are made from it, never from a request's Host header. */
  CLINIC_URL: z.url().default('http://127.0.0.1:3000'),
  /** How many proxies of yours a request passes on its way. */
  CLINIC_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Shows the mails at /outbox, to anyone: for trying the clinic out only. */
  CLINIC_OUTBOX: z.enum(['0', '1']).default('0'),
})

let config: z.infer<typeof environment> | null = null

export function getConfig() {
  if (config) return config
  const read = environment.safeParse(process.env)
  if (!read.success) throw new Error(`The clinic's environment is not right.\n${z.prettifyError(read.error)}`)
  config = read.data
  return config
}
