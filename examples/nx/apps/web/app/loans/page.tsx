import { LoanTable } from '@library/ui/loan-table'
import { openLoans } from '../../lib/open-loans'

export const dynamic = 'force-dynamic'

export default async function LoansPage() {
  return (
    <main>
      <h1>Books on loan</h1>
      <LoanTable loans={await openLoans()} now={new Date()} />
    </main>
  )
}
