'use client'

import { useActionState } from 'react'
import { changeRole, type RoleState } from '@/app/actions/roles'
import { EMPTY } from '@/lib/fields'
import { ROLE_LABELS, ROLE_NAMES } from '@/lib/roles'

const UNCHANGED: RoleState = { ...EMPTY, done: null }

export function RoleForm({ user, name, role }: { user: string; name: string; role: string }) {
  const [state, action, pending] = useActionState(changeRole, UNCHANGED)
  const problem = state.message ?? state.errors.role ?? state.errors.user
  return (
    <form action={action} className="inline">
      <input type="hidden" name="user" value={user} />
      <label className="hidden" htmlFor={`role-${user}`}>
        Role of {name}
      </label>
      <select id={`role-${user}`} name="role" key={role} defaultValue={role} aria-describedby={problem ? `problem-${user}` : undefined}>
        {ROLE_NAMES.map((choice) => (
          <option key={choice} value={choice}>
            {ROLE_LABELS[choice]}
          </option>
        ))}
      </select>
      <button className="button quiet small" aria-disabled={pending}>
        Change<span className="hidden"> the role of {name}</span>
      </button>
      <p className={problem ? 'error' : 'done'} id={`problem-${user}`} role="status">
        {problem ?? state.done}
      </p>
    </form>
  )
}
