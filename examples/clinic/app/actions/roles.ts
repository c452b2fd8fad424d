'use server'

import { Types } from 'mongoose'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { audit } from '@/lib/audit'
import { clientAddress } from '@/lib/client-address'
import { loadCurrentUser, may } from '@/lib/current-user'
import { checkFields, type FormState, refuse } from '@/lib/fields'
import { withLock } from '@/lib/lock'
import { UNREACHABLE, whileReachable } from '@/lib/reachable'
import { ROLE_LABELS, ROLE_NAMES, type RoleName } from '@/lib/roles'
import Role from '@/models/Role'
import User from '@/models/User'

const roleFields = z.object({
  user: z.string().regex(/^[0-9a-f]{24}$/, 'This is no user.'),
  role: z.enum(ROLE_NAMES, 'Choose a role.'),
})

const NOT_YOURS = 'Only an administrator may change roles.'

export interface RoleState extends FormState {
  done: string | null
}

export async function changeRole(_previous: RoleState, form: FormData): Promise<RoleState> {
  const fields = checkFields(roleFields, form)
  if (!fields.ok) return { ...fields.state, done: null }
  const { user, role } = fields.data

  // One change at a time: else two administrators could take the role from each other, and none would be left.
  const outcome = await whileReachable(() => withLock('roles', () => change(new Types.ObjectId(user), role)))
  if (outcome === UNREACHABLE) return { ...refuse('The clinic cannot reach its database just now. Nothing was changed; try again in a moment.'), done: null }
  if (outcome === null) return { ...refuse('Somebody else is changing roles just now. Try again.'), done: null }
  if ('refused' in outcome) return { ...refuse(outcome.refused), done: null }
  revalidatePath('/admin')
  return { message: null, errors: {}, values: {}, done: outcome.done }
}

async function change(subject: Types.ObjectId, roleName: RoleName): Promise<{ refused: string } | { done: string }> {
  // Asked inside the lock: the change before this one may have taken the role from whoever asks.
  const actor = await loadCurrentUser()
  const address = await clientAddress()
  if (!actor || !may(actor, 'accounts')) {
    await audit('role-refused', { actor: actor?.id, subject, address, detail: roleName })
    return { refused: NOT_YOURS }
  }
  const [user, admin, role] = await Promise.all([User.findById(subject), Role.findOne({ name: 'admin' }), Role.findOne({ name: roleName })])
  if (!user) return { refused: 'This user does not exist any more.' }
  if (!admin || !role) throw new Error(`There is no role "${roleName}" in the database. Run: npm run seed`)

  const losesAdmin = user.role.equals(admin._id) && !role._id.equals(admin._id)
  if (losesAdmin && (await User.countDocuments({ role: admin._id })) < 2) {
    return { refused: `${user.name} is the last administrator. Make somebody else one first.` }
  }
  await User.updateOne({ _id: subject }, { $set: { role: role._id } })
  await audit('role-changed', { actor: actor.id, subject, address, detail: roleName })
  return { done: `${user.name} is ${ROLE_LABELS[roleName]} now.` }
}
