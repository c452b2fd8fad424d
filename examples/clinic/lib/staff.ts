/** What the administrator's page lists. */
import 'server-only'
import { connectToDatabase } from './database'
import AuditEntry from '@/models/AuditEntry'
import type { RoleDocument } from '@/models/Role'
import '@/models/Role'
import User from '@/models/User'

const PER_PAGE = 25

export async function listUsers(page: number) {
  await connectToDatabase()
  const [total, found] = await Promise.all([
    User.countDocuments(),
    User.find()
      .sort({ name: 1, _id: 1 })
      .skip((page - 1) * PER_PAGE)
      .limit(PER_PAGE)
      .populate<{ role: RoleDocument | null }>('role')
      .lean(),
  ])
  const users = found.map(({ _id, name, email, role }) => ({ id: _id.toString(), name, email, role: role?.name ?? '' }))
  return { users, total, pages: Math.max(1, Math.ceil(total / PER_PAGE)) }
}

export interface AuditLine {
  id: string
  at: string
  event: string
  actor: string | null
  subject: string | null
  email: string | null
  address: string | null
  detail: string | null
}

export async function listAudit(): Promise<AuditLine[]> {
  await connectToDatabase()
  const entries = await AuditEntry.find()
    .sort({ createdAt: -1 })
    .limit(20)
    .populate<{ actor: { name: string } | null; subject: { name: string } | null }>(['actor', 'subject'])
    .lean()
  return entries.map(({ _id, createdAt, event, actor, subject, email, address, detail }) => ({
    id: _id.toString(),
    at: createdAt.toISOString(),
    event,
    actor: actor?.name ?? null,
    subject: subject?.name ?? null,
    email: email ?? null,
    address: address ?? null,
    detail: detail ?? null,
  }))
}
