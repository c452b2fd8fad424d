'use client'

import { useActionState } from 'react'
import { login } from '@/app/actions/auth'

export default function LoginPage() {
  const [state, action, pending] = useActionState(login, { error: null })

  return (
    <main>
      <h1>Log in</h1>
      <form action={action}>
        <input name="email" type="email" placeholder="Email" required />
        <input name="password" type="password" placeholder="Password" required />
        <button disabled={pending}>Log in</button>
        {state.error && <p role="alert">{state.error}</p>}
      </form>
    </main>
  )
}
