// populate('role') finds Role by its name alone, so this file has to load it.
import '@library/models/role'
import type { Permission, RoleDocument } from '@library/models/role'
import { User } from '@library/models/user'
import { may } from './permissions'

export interface Member {
  name: string
  email: string
  role: RoleDocument
}

/** The member with that address, and what their role lets them do. */
export async function findMember(email: string): Promise<Member | null> {
  return await User.findOne({ email }).populate<{ role: RoleDocument }>('role').lean()
}

/** Everybody whose role has that permission. */
export async function staffWho(permission: Permission): Promise<Member[]> {
  const members: Member[] = await User.find().populate<{ role: RoleDocument }>('role').lean()
  return members.filter(({ role }) => may(role, permission))
}
