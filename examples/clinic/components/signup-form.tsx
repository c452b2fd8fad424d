'use client'

import { useActionState } from 'react'
import { signup } from '@/app/actions/auth'
import { EMPTY } from '@/lib/fields'
import { ROLE_LABELS, SIGNUP_ROLES } from '@/lib/roles'
import { ErrorSummary } from './error-summary'
import { Field } from './field'

export function SignupForm() {
  const [state, action, pending] = useActionState(signup, EMPTY)
  return (
    <form action={action} noValidate>
      <ErrorSummary state={state} />
      <Field name="name" label="Name" error={state.errors.name}>
        {(ids) => <input {...ids} autoComplete="name" defaultValue={state.values.name} />}
      </Field>
      <Field name="email" label="Email address" error={state.errors.email}>
        {(ids) => <input {...ids} type="email" autoComplete="username" defaultValue={state.values.email} />}
      </Field>
      <Field name="role" label="What do you do at the clinic?" error={state.errors.role}>
        {(ids) => (
          // A new key, since React resets a select to its first option after an action.
          <select {...ids} key={state.values.role} defaultValue={state.values.role ?? ''}>
            <option value="" disabled>
              Choose
            </option>
            {SIGNUP_ROLES.map((role) => (
              <option key={role} value={role}>
                {ROLE_LABELS[role]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="password" label="Password" hint="10 characters or more. A few words in a row are good." error={state.errors.password}>
        {(ids) => <input {...ids} type="password" autoComplete="new-password" />}
      </Field>
      <button className="button" aria-disabled={pending}>
        {pending ? 'Signing up …' : 'Sign up'}
      </button>
    </form>
  )
}
