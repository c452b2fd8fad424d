import type { ReactNode } from 'react'

interface Ids {
  id: string
  name: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface Props {
  name: string
  label: string
  hint?: string
  error: string | undefined
  /** Draws the control with the attributes that tie it to its label, hint and error. */
  children: (ids: Ids) => ReactNode
}

export function Field({ name, label, hint, error, children }: Props) {
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {children({ id: name, name, 'aria-invalid': error !== undefined, 'aria-describedby': describedBy || undefined })}
    </div>
  )
}
