import type { AuditLine } from '@/lib/staff'

const words: Record<string, string> = {
  signup: 'signed up',
  confirmed: 'confirmed the address',
  login: 'logged in',
  'login-failed': 'failed to log in',
  'login-limited': 'was refused: too many attempts',
  logout: 'logged out',
  'role-changed': 'changed the role of',
  'role-refused': 'was not allowed to change the role of',
}

export function AuditLog({ entries }: { entries: AuditLine[] }) {
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">What happened lately</h2>
      <ol className="log">
        {entries.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at}>{entry.at.slice(0, 16).replace('T', ' ')}</time>
            <span>
              {[entry.actor ?? entry.email ?? 'Somebody', words[entry.event] ?? entry.event, entry.subject, entry.detail && `(${entry.detail})`].filter(Boolean).join(' ')}
            </span>
            <span className="from">{entry.address}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
