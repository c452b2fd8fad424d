import type { Permission } from '@library/models/role'

/** Whether somebody of this role may do it. */
export function may(role: { permissions: readonly Permission[] }, permission: Permission): boolean {
  return role.permissions.includes(permission)
}
