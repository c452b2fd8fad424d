'use client'

import { useEffect } from 'react'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <main id="content" className="narrow" tabIndex={-1}>
      <h1>Something went wrong</h1>
      <p className="lead">That was our fault, not yours.{error.digest && ` If you ask for help, give the number ${error.digest}.`}</p>
      <button className="button" type="button" onClick={reset}>
        Try again
      </button>
    </main>
  )
}
