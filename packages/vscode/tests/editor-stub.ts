/** As much of VS Code as the bundle touches: what it is told is noted, and all else does nothing. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'

export interface Setting {
  readonly folders: readonly string[]
  readonly isTrusted?: boolean
  readonly settings?: Readonly<Record<string, unknown>>
  /** What the workspace remembers. */
  readonly memory?: Map<string, unknown>
}

export class EditorStub {
  readonly messages: string[] = []
  readonly log: string[] = []
  readonly commands = new Map<string, () => Promise<void>>()
  readonly diagnostics = new Map<string, readonly unknown[]>()
  readonly #memory: Map<string, unknown>
  readonly #events = new Map<string, ((event: unknown) => void)[]>()
  readonly #waiting: (() => void)[] = []
  readonly #extension: { activate(context: unknown): Promise<void>; deactivate(): Promise<void> }
  setting: Setting

  constructor(bundle: string, setting: Setting) {
    this.setting = setting
    this.#memory = setting.memory ?? new Map<string, unknown>()
    const vscode = this.#vscode()
    const load = createRequire(import.meta.url)
    const module: { exports: EditorStub['extension'] } = { exports: { activate: async () => undefined, deactivate: async () => undefined } }
    compileFunction(readFileSync(bundle, 'utf8'), ['require', 'module', 'exports'], { filename: bundle })((name: string): unknown => (name === 'vscode' ? vscode : load(name)), module, module.exports)
    this.#extension = module.exports
  }

  get extension(): { activate(context: unknown): Promise<void>; deactivate(): Promise<void> } {
    return this.#extension
  }

  activate(): Promise<void> {
    const workspaceState = { get: (key: string, otherwise: unknown) => this.#memory.get(key) ?? otherwise, update: async (key: string, value: unknown) => void this.#memory.set(key, value) }
    return this.#extension.activate({ subscriptions: [], workspaceState })
  }

  /** What listens to an event of VS Code hears it. */
  fire(name: string, event: unknown = {}): void {
    for (const listener of this.#events.get(name) ?? []) listener(event)
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
  }

  #noted<Arguments extends readonly unknown[]>(note: (...args: Arguments) => void) {
    return (...args: Arguments): void => {
      note(...args)
      for (const wake of this.#waiting.splice(0)) wake()
    }
  }

  #vscode(): unknown {
    const listen = (name: string) => (listener: (event: unknown) => void) => {
      this.#events.set(name, [...this.#events.get(name) ?? [], listener])
      return { dispose: () => void this.#events.set(name, (this.#events.get(name) ?? []).filter((one) => one !== listener)) }
    }
    const say = async (text: string): Promise<void> => noteMessage(text)
    const noteMessage = this.#noted((text: string) => void this.messages.push(text))
    const line = this.#noted((text: string) => void this.log.push(text))
    const { isTrusted = true } = this.setting
    const folders = () => this.setting.folders.map((path, index) => ({ uri: uriOf(pathToFileURL(path).href), name: basename(path), index }))
    return anything({
      workspace: anything({
        get isTrusted() { return isTrusted },
        get workspaceFolders() { return folders() },
        textDocuments: [], notebookDocuments: [],
        getConfiguration: () => ({ get: (key: string, otherwise: unknown) => this.setting.settings?.[key] ?? otherwise }),
        createFileSystemWatcher: () => anything({ onDidCreate: listen('lockfile created'), onDidChange: listen('lockfile changed') }),
        onDidGrantWorkspaceTrust: listen('trust'), onDidChangeWorkspaceFolders: listen('folders'), onDidChangeConfiguration: listen('configuration'),
      }),
      window: anything({
        createOutputChannel: () => anything({ info: line, error: line, warn: line, trace: () => undefined, appendLine: line, append: line }),
        showInformationMessage: say, showWarningMessage: say, showErrorMessage: say,
        tabGroups: anything({ all: [] }), visibleTextEditors: [],
      }),
      commands: anything({ registerCommand: (name: string, run: () => Promise<void>) => void this.commands.set(name, run) }),
      languages: anything({
        createDiagnosticCollection: () => anything({ set: this.#noted((uri: { toString(): string }, list: readonly unknown[]) => void this.diagnostics.set(fileURLToPath(uri.toString()), list)) }),
      }),
      env: anything({ appName: 'Stub', language: 'en' }), version: '1.91.0',
      EventEmitter: Emitter, CancellationTokenSource: TokenSource,
      Uri: anything({ parse: uriOf, file: (path: string) => uriOf(pathToFileURL(path).href) }),
    })
  }
}

const uriOf = (text: string) => ({ scheme: new URL(text).protocol.slice(0, -1), fsPath: text.startsWith('file:') ? fileURLToPath(text) : '', toString: () => text })

class TokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) }
  cancel(): void { /* nothing is cancelled */ }
  dispose(): void { /* nothing is held */ }
}

class Emitter {
  readonly #listeners: ((event: unknown) => void)[] = []

  readonly event = (listener: (event: unknown) => void): { dispose(): void } => {
    this.#listeners.push(listener)
    return { dispose: () => undefined }
  }

  fire(event: unknown): void {
    for (const listener of this.#listeners) listener(event)
  }

  dispose(): void {
    this.#listeners.length = 0
  }
}

/** An object with what is given; everything else of it can be called, constructed, extended and asked, and does nothing. */
function anything(given: object = {}): object {
  // Only a function can be called and extended.
  const target = Object.defineProperties(function () { /* does nothing */ }, Object.getOwnPropertyDescriptors(given))
  const proxy: object = new Proxy(target, {
    get(_, key): unknown {
      if (Object.hasOwn(given, key) || key === 'prototype') return Reflect.get(target, key)
      return typeof key === 'symbol' || key === 'then' ? undefined : anything()
    },
    apply: () => anything(),
    // A class of the client's own has its own methods.
    construct: (_, __, made): object => (made === proxy ? anything() : Object.create(typeof made === 'function' ? made.prototype : null)),
  })
  return proxy
}
