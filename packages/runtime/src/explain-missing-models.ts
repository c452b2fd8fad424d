import type { Connection, Mongoose } from 'mongoose'
import { missingModel } from './missing-schema.ts'
import { baseOf } from './model.ts'
import { nearest } from './nearest.ts'
import { shared } from './state.ts'

export interface ExplainOptions {
  /** Where each model is defined: its file, or the function that loads it, from whose source the file is read. */
  manifest?: Readonly<Record<string, string | (() => unknown)>>
}

interface Explaining {
  options: ExplainOptions
  undo: () => void
}

/**
 * Makes Mongoose's MissingSchemaError say which models are registered, which one was probably meant, where the missing one is defined, and what to run.
 *
 * The error keeps its class, its name and the beginning of its message. Where NODE_ENV is `production`, nothing is done. Calling it again only brings the new options.
 *
 * Covers all look-ups through this Mongoose and its connections. Not covered: `model` imported by name (`import { model } from 'mongoose'`), which no
 * one can get at.
 *
 * @param mongoose the application's Mongoose
 * @param options may bring the manifest
 * @returns a function that undoes it
 */
export function explainMissingModels(mongoose: Mongoose, options: ExplainOptions = {}): () => void {
  if (process.env.NODE_ENV === 'production') return () => {}
  const all = shared('explaining', () => new WeakMap<Mongoose, Explaining>())
  const running = all.get(mongoose)
  if (running) {
    running.options = options
    return running.undo
  }

  const explain = (error: unknown, connection: Connection) => {
    const name = missingModel(error)
    const now = all.get(mongoose)
    // One look-up may pass through both functions below.
    if (name !== undefined && now && error instanceof Error && !error.message.includes(COMMAND)) error.message += explanation(name, connection, mongoose, now.options)
  }
  const restore = [
    wrap(mongoose, () => mongoose.connection, explain),
    // Connections of all instances of one copy share this prototype; only this one's are meant.
    wrap(mongoose.Connection.prototype as Connection, (receiver) => (baseOf(receiver) === mongoose ? receiver : undefined), explain),
  ]
  const undo = () => {
    all.delete(mongoose)
    for (const step of restore) step()
  }
  all.set(mongoose, { options, undo })
  return undo
}

const COMMAND = 'npx mongoose-doctor why '

/** Puts a function around `holder.model` that lets `explain` see what it throws, for the connection that `connectionOf` finds. */
function wrap<T extends object>(holder: T, connectionOf: (receiver: Connection) => Connection | undefined, explain: (error: unknown, connection: Connection) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, 'model')
  const original: unknown = Reflect.get(holder, 'model')
  let active = true
  const wrapper = function model(this: Connection, ...args: unknown[]): unknown {
    try {
      return Reflect.apply(original as (...args: unknown[]) => unknown, this, args)
    } catch (error) {
      const connection = active ? connectionOf(this) : undefined
      if (connection) explain(error, connection)
      throw error
    }
  }
  Object.defineProperty(holder, 'model', { configurable: true, enumerable: own?.enumerable ?? true, writable: true, value: wrapper })
  return () => {
    active = false
    // If something else was put around it since, it stays there, without effect.
    if (Reflect.get(holder, 'model') !== wrapper) return
    if (own) Object.defineProperty(holder, 'model', own)
    else Reflect.deleteProperty(holder, 'model')
  }
}

function explanation(name: string, connection: Connection, mongoose: Mongoose, { manifest = {} }: ExplainOptions): string {
  const registered = connection.modelNames().sort()
  const elsewhere = mongoose.connections.find((other) => other !== connection && other.modelNames().includes(name))
  const near = nearest(name, [...new Set([...registered, ...Object.keys(manifest)])].filter((other) => other !== name))
  const file = fileOf(Object.hasOwn(manifest, name) ? manifest[name] : undefined)
  const lines = [
    `Registered on this connection: ${registered.join(', ') || 'no model'}.`,
    elsewhere && `"${name}" is registered on another connection (${elsewhere.id}), which does not help here.`,
    file && `"${name}" is defined in ${file}, which has not been loaded here.`,
    !file && near && `Did you mean "${near}"?`,
    `To see why, run: ${COMMAND}${name}`,
  ]
  return `\n\n${lines.filter(Boolean).join('\n')}`
}

/** A bundler leaves the file's path in the function that loads it, in development, with words of its own around it. */
function fileOf(entry: string | (() => unknown) | undefined): string | undefined {
  if (typeof entry !== 'function') return entry
  const quoted = /["'`]([^"'`]*[\\/][^"'`]*)["'`]/.exec(String(entry))?.[1]
  return quoted?.replace(/^\[project\]\/|^\(\w+\)\//, '').replace(/ [[(].*$/, '') ?? 'a file that the manifest knows'
}
