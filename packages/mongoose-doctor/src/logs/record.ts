/** A line of JSON as loggers and log services write it. */
import { timeOf } from './time.ts'

export interface LogRecord {
  /** The text that the record is about: `msg`, `message`, `log`; '' when it has none. */
  readonly main: string
  /** Every text in it, the main one too. */
  readonly texts: readonly string[]
  readonly time: string | null
  readonly source: string
  /** The request, if the record names one: `/api/login`. */
  readonly url: string | null
}

type Fields = Readonly<Record<string, unknown>>

const mains = ['log', 'MESSAGE', 'message', 'msg', 'textPayload', 'body', 'text']
const times = ['time', 'timestamp', '@timestamp', 'ts', 'datetime', 'date', 'timestampInMs', '__REALTIME_TIMESTAMP']
const sources = ['_HOSTNAME', '_SYSTEMD_UNIT', '_PID', 'CONTAINER_NAME', 'container_name', 'pod', 'pod_name', 'hostname', 'pid', 'logStream', 'logStreamName', 'stream', 'requestId']
const lists = ['events', 'logEvents', 'records', 'logs']
const urls = ['requestPath', 'path', 'url', 'originalUrl', 'route', 'page', 'pathname']
const requests = ['req', 'request', 'proxy', 'httpRequest', 'http', 'context', 'meta']
const deepest = 6
const mostTexts = 300

/** @returns the records of a line of JSON: none when it is not JSON, several for a list */
export function recordsOf(line: string): LogRecord[] {
  if (!/^\s*[{[]/.test(line)) return []
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return []
  }
  return [...items(value)].map(recordOf)
}

function* items(value: unknown): Generator<Fields> {
  if (Array.isArray(value)) for (const one of value) yield* fieldsOf(one)
  for (const fields of fieldsOf(value)) {
    const list = lists.map((name) => fields[name]).find((one) => Array.isArray(one) && one.some((item) => fieldsOf(item).length > 0))
    if (Array.isArray(list)) yield* list.flatMap(fieldsOf)
    else yield fields
  }
}

function recordOf(fields: Fields): LogRecord {
  const texts: string[] = []
  collect(fields, texts, 0)
  return {
    main: firstOf(mains, (name) => stringOf(fields[name])) ?? '',
    texts,
    time: firstOf(times, (name) => timeOf(fields[name])),
    source: sources.flatMap((name) => (typeof fields[name] === 'string' || typeof fields[name] === 'number' ? [String(fields[name])] : [])).join(' '),
    url: firstOf([fields, ...requests.flatMap((name) => fieldsOf(fields[name]))], (one) => firstOf(urls, (name) => urlOf(one[name]))),
  }
}

function collect(value: unknown, into: string[], depth: number): void {
  if (into.length >= mostTexts || depth > deepest) return
  if (typeof value === 'string') into.push(value)
  // A stack as a list of its lines (AWS Lambda) is one text.
  else if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')) into.push(value.join('\n'))
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collect(one, into, depth + 1)
}

/** A path without its query, and with `*` for the parts that name one document; null when it is none. */
function urlOf(value: unknown): string | null {
  const written = stringOf(value)
  if (written === null || written.length > 500) return null
  // Vercel writes the host in front.
  const path = /^(?:https?:\/\/)?[\w.:-]*(\/[^?#\s]*)/.exec(written)?.[1]
  if (path === undefined) return null
  return path.split('/').map((part) => (/^(?:\d+|[0-9a-f-]{20,})$/i.test(part) ? '*' : part)).join('/')
}

function fieldsOf(value: unknown): Fields[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? [Object.fromEntries(Object.entries(value))] : []
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function firstOf<Item, Found>(all: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const one of all) {
    const found = find(one)
    if (found !== null) return found
  }
  return null
}
