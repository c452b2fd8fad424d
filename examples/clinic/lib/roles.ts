/** The roles there are. What each may do is in the database, with its document. */

export const ROLE_NAMES = ['admin', 'doctor', 'nurse', 'receptionist'] as const
export type RoleName = (typeof ROLE_NAMES)[number]

/** Those that people can give themselves. */
export const SIGNUP_ROLES = ['doctor', 'nurse', 'receptionist'] as const satisfies readonly RoleName[]

export const PERMISSIONS = ['appointments', 'ward', 'prescriptions', 'accounts'] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLE_LABELS: Record<RoleName, string> = {
  admin: 'Administrator',
  doctor: 'Doctor',
  nurse: 'Nurse',
  receptionist: 'Receptionist',
}
