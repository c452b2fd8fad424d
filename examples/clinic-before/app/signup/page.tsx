'use client'

import { useActionState } from 'react'
import { signup } from '@/app/actions/auth'

export default function SignupPage() {
  const [state, action, pending] = useActionState(signup, { error: null })

  return (
    <main>
      <h1>Sign up</h1>
      <form action={action}>
        <input name="name" placeholder="Name" required />
        <input name="email" type="email" placeholder="Email" required />
        <input name="password" type="password" placeholder="Password" required />
        <button disabled={pending}>Sign up</button>
        {state.error && <p role="alert">{state.error}</p>}
      </form>
    </main>
  )
}
