import '@library/models/book'
import '@library/models/user'
import type { BookDocument } from '@library/models/book'
import { Loan } from '@library/models/loan'
import type { UserDocument } from '@library/models/user'

/** A line for each book that should be back by now. */
export async function overdueLines(now: Date): Promise<string[]> {
  const loans = await Loan.find({ returnedAt: null, dueAt: { $lt: now } }).populate<{ book: BookDocument; borrower: UserDocument }>(['book', 'borrower'])
  return loans.map(({ book, borrower, dueAt }) => `${book.title}, ${borrower.name}, due ${dueAt.toISOString().slice(0, 10)}`)
}
