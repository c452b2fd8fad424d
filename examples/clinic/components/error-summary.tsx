'use client'

import { useEffect, useRef } from 'react'
import type { FormState } from '@/lib/fields'

/** What is wrong, at the top of the form, with a link to each field. Takes the focus when it appears. */
export function ErrorSummary({ state }: { state: FormState }) {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => summary.current?.focus(), [state])

  const errors = Object.entries(state.errors)
  if (state.message === null && errors.length === 0) return null
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={summary}>
      <h2>{state.message ?? 'Some answers need another look'}</h2>
      {errors.length > 0 && (
        <ul>
          {errors.map(([name, message]) => (
            <li key={name}>
              <a href={`#${name}`}>{message}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
