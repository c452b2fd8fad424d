import type { ReactNode } from 'react'

export function Badge({ urgent = false, children }: { urgent?: boolean; children: ReactNode }) {
  return <span className={urgent ? 'badge badge-urgent' : 'badge'}>{children}</span>
}
