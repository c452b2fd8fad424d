import type { Metadata, Viewport } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Clinic', template: '%s – Clinic' }, description: 'The example application of mongoose-doctor.' }
export const viewport: Viewport = { colorScheme: 'light dark' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <header className="top">
          <Link className="brand" href="/">
            <svg aria-hidden="true" viewBox="0 0 24 24" width="24" height="24">
              <rect width="24" height="24" rx="6" fill="currentColor" />
              <path d="M12 5.5v13M5.5 12h13" stroke="var(--page)" strokeWidth="3.5" strokeLinecap="round" />
            </svg>
            Clinic
          </Link>
        </header>
        {children}
      </body>
    </html>
  )
}
