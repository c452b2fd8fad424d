/** Run once a day: tells those who receive reports what is overdue. */
import { staffWho } from '@library/auth'
import { connect } from '@library/models/connect'
import { overdueLines } from './overdue'

const mongoose = await connect()
const lines = await overdueLines(new Date())
for (const { name, email } of await staffWho('receive-reports')) {
  process.stdout.write(`To ${name} <${email}>:\n${lines.join('\n')}\n`)
}
await mongoose.disconnect()
