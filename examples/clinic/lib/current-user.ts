/** The user of this request, with the role that the database has for them now. */
import 'server-only'
import { cache } from 'react'
import { connectToDatabase } from './database'
import type { Permission } from './roles'
import { readSession } from './session'
import type { RoleDocument } from '@/models/Role'
import '@/models/Role'
import User from '@/models/User'

export interface CurrentUser {
  id: string
  name: string
  role: Pick<RoleDocument, 'name' | 'permissions'>
}

export async function loadCurrentUser(): Promise<CurrentUser | null> {
  const id = await readSession()
  if (id === null) return null
  await connectToDatabase()
  const user = await User.findById(id).populate<{ role: RoleDocument | null }>('role').lean()
  if (!user?.role) return null
  return { id: id.toString(), name: user.name, role: user.role }
}

/** The same, asked once per rendered page. */
export const currentUser = cache(loadCurrentUser)

export function may(user: CurrentUser, permission: Permission): boolean {
  return user.role.permissions.includes(permission)
}
