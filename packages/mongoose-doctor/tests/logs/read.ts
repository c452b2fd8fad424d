import { LogReader, type LogEvent } from '../../src/logs/reader.ts'
import { LineSplitter } from '../../src/logs/lines.ts'

/** The errors in a log that arrives in one piece. */
export function eventsIn(text: string): LogEvent[] {
  const events: LogEvent[] = []
  const reader = new LogReader((event) => void events.push(event))
  const splitter = new LineSplitter((line) => reader.push(line))
  splitter.push(text)
  splitter.end()
  reader.end()
  return events
}

export const message = 'MissingSchemaError: Schema hasn\'t been registered for model "Role".\nUse mongoose.model(name, schema)'

/** A trace as Node prints it. */
export function trace(path: string, model = 'Role'): string {
  return `${message.replace('Role', model)}
    at NativeConnection.model (/app/node_modules/mongoose/lib/connection.js:1504:13)
    at getModelsMapForPopulate (/app/node_modules/mongoose/lib/helpers/populate/getModelsMapForPopulate.js:67:5)
    at async s (${path}:1:2345)`
}

/** With the same text before each line. */
export function prefixed(prefix: string, text: string): string {
  return text.split('\n').map((line) => prefix + line).join('\n')
}
