/** What is told to an editor without being asked. */
import type { Connection, Diagnostic } from 'vscode-languageserver'
import { MessageType, ShowMessageNotification } from 'vscode-languageserver/node'
import { missingBinding } from '../kernel/native-binding.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { version } from '../kernel/version.ts'
import { escapeText } from '../reporters/escape.ts'

export interface Telling {
  publish(told: { readonly uri: string; readonly version?: number; readonly diagnostics: readonly Diagnostic[] }): void
  log(text: string): void
  /** For a person to read at once. */
  warn(message: string): void
  /** Something went wrong in there; the editor goes on. The same is said once. */
  failed(error: unknown): void
  /** Shown while `work` runs, which no message interrupts. */
  busy(title: string, work: () => void): Promise<void>
  /** Nothing more is told. */
  close(): void
}

/** @param patience milliseconds: an editor that does not answer holds nothing up */
export function createTelling(connection: Connection, patience: number): Telling {
  let isClosed = false
  const said = new Set<string>()

  /** The editor may be gone at any time: then nobody is there to be told. */
  function send(message: () => Promise<void> | void): void {
    try {
      if (!isClosed) Promise.resolve(message()).catch(() => undefined)
    } catch {
      isClosed = true
    }
  }

  const show = (type: MessageType, message: string): void => send(() => connection.sendNotification(ShowMessageNotification.type, { type, message: escapeText(message) }))

  return {
    publish: ({ diagnostics, ...to }) => send(() => connection.sendDiagnostics({ ...to, diagnostics: [...diagnostics] })),
    log: (text) => send(() => connection.console.info(escapeText(text))),
    warn: (message) => show(MessageType.Warning, message),
    failed(error) {
      const text = missingBinding(error) ?? (error instanceof UsageError ? error.message : null)
      send(() => connection.console.error(text ?? (error instanceof Error ? error.stack ?? error.message : String(error))))
      const message = text ?? `mongoose-doctor ${version} failed; this is a fault of its own, please report it. Its log has more.`
      if (!said.has(message)) show(MessageType.Error, message)
      said.add(message)
    },
    async busy(title, work) {
      const progress = await Promise.race([connection.window.createWorkDoneProgress().catch(() => null), after(patience)])
      send(() => progress?.begin(title))
      // So that it is sent before nothing is.
      await new Promise((resolve) => { setImmediate(resolve) })
      try {
        work()
      } finally {
        send(() => progress?.done())
      }
    },
    close() {
      isClosed = true
    },
  }
}

const after = (milliseconds: number): Promise<null> => new Promise((resolve) => { setTimeout(() => resolve(null), milliseconds).unref() })
