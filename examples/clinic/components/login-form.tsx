'use client'

import { useActionState } from 'react'
import { login } from '@/app/actions/auth'
import { EMPTY } from '@/lib/fields'
import { ErrorSummary } from './error-summary'
import { Field } from './field'

export function LoginForm({ token }: { token: string | null }) {
  const [state, action, pending] = useActionState(login, EMPTY)
  return (
    <form action={action} noValidate>
      <ErrorSummary state={state} />
      {token !== null && <input type="hidden" name="token" value={token} />}
      <Field name="email" label="Email address" error={state.errors.email}>
        {(ids) => <input {...ids} type="email" autoComplete="username" defaultValue={state.values.email} />}
      </Field>
      <Field name="password" label="Password" error={state.errors.password}>
        {(ids) => <input {...ids} type="password" autoComplete="current-password" />}
      </Field>
      <button className="button" aria-disabled={pending}>
        {pending ? 'Logging in …' : 'Log in'}
      </button>
    </form>
  )
}
