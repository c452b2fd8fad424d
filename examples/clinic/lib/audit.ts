/** What happened, by whom, to whom. Entries are only ever added. */
import 'server-only'
import type { Types } from 'mongoose'
import AuditEntry, { type AuditEvent } from '@/models/AuditEntry'

interface Details {
  actor?: Types.ObjectId | string
  subject?: Types.ObjectId | string
  email?: string
  address?: string
  detail?: string
}

export async function audit(event: AuditEvent, details: Details): Promise<void> {
  await AuditEntry.create({ event, ...details })
}
