/** What a run that writes files leaves in the examined directory while it does: `fixes/journal.ts`. */
export const JOURNAL_NAME = '.mongoose-doctor-journal.json'
