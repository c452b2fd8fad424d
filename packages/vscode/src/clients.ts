/** A client for each folder of the workspace that has a mongoose-doctor: each talks to its own version. */
import { unwatchFile, watchFile } from 'node:fs'
import * as vscode from 'vscode'
import { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { findNode } from './find-node.ts'
import { findServer, packageJsonIn, usesMongoose, type Server } from './find-server.ts'
import { outermost } from './outermost.ts'

interface Running {
  readonly client: LanguageClient
  readonly server: Server
}

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact']
/** Where it was said that a folder has no mongoose-doctor: once is enough. */
const SAID = 'mongoose-doctor.missing'
/** Milliseconds between looks at whether another version was installed. */
const LOOK_EVERY = 2000
/** After that, *Restart* or another version starts it. */
const MOST_RESTARTS = 4

export class Clients {
  readonly #output: vscode.LogOutputChannel
  readonly #memory: vscode.Memento
  readonly #running = new Map<string, Running>()
  /** Where a mongoose-doctor is, was, or would be: an installation takes it away for a while. */
  readonly #watched = new Set<string>()
  /** One after the other. */
  #turn: Promise<void> = Promise.resolve()

  constructor(output: vscode.LogOutputChannel, memory: vscode.Memento) {
    this.#output = output
    this.#memory = memory
  }

  /** Starts what should run and does not, stops what runs and should not. */
  settle(): Promise<void> {
    return this.#next(() => this.#settle())
  }

  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop([...this.#running])
      await this.#settle()
    })
  }

  stop(): Promise<void> {
    for (const file of this.#watched) unwatchFile(file)
    this.#watched.clear()
    return this.#next(() => this.#stop([...this.#running]))
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.#output.error(String(error)))
    return this.#turn
  }

  async #settle(): Promise<void> {
    const found = this.#folders().map((folder) => ({ folder, uri: folder.uri.toString(), server: findServer(folder.uri.fsPath) }))
    await this.#sayMissing(found.flatMap(({ folder, server }) => (server === null ? [folder] : [])))
    const isRight = ([uri, { server }]: readonly [string, Running]): boolean =>
      found.some((one) => one.uri === uri && one.server?.main === server.main && one.server.version === server.version)
    await this.#stop([...this.#running].filter((one) => !isRight(one)))
    await Promise.all(found.map(({ folder, uri, server }) => (server === null || this.#running.has(uri) ? null : this.#start(uri, folder, server))))
  }

  #folders(): readonly vscode.WorkspaceFolder[] {
    if (!vscode.workspace.isTrusted) return []
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file')
    return outermost(folders, ({ uri }) => uri.fsPath).filter((folder) => vscode.workspace.getConfiguration('mongoose-doctor', folder).get('enable', true))
  }

  async #start(uri: string, folder: vscode.WorkspaceFolder, server: Server): Promise<void> {
    const node = await findNode(vscode.workspace.getConfiguration('mongoose-doctor', folder).get('node', ''), process.execPath)
    let restarts = 0
    const client: LanguageClient = new LanguageClient('mongoose-doctor', 'Mongoose Doctor', {
      command: node.command,
      args: [server.main, 'lsp'],
      transport: TransportKind.stdio,
      options: { cwd: folder.uri.fsPath, env: { ...process.env, ...node.env } },
    }, {
      documentSelector: LANGUAGES.map((language) => ({ scheme: 'file', language, pattern: { baseUri: uri, pattern: '**/*' } })),
      workspaceFolder: folder,
      outputChannel: this.#output,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        // One that does not even come up is no better the next time; another version may be.
        closed: () => ({ action: client.isRunning() && restarts++ < MOST_RESTARTS ? CloseAction.Restart : CloseAction.DoNotRestart }),
      },
    })
    this.#output.info(`${folder.name}: mongoose-doctor ${server.version}, ${server.main}`)
    this.#running.set(uri, { client, server })
    this.#watch(server.packageJson)
    try {
      await client.start()
    } catch (error) {
      this.#running.delete(uri)
      throw error
    }
  }

  #watch(file: string): void {
    if (this.#watched.has(file)) return
    this.#watched.add(file)
    watchFile(file, { interval: LOOK_EVERY, persistent: false }, () => void this.settle())
  }

  async #stop(those: readonly (readonly [string, Running])[]): Promise<void> {
    for (const [uri] of those) this.#running.delete(uri)
    // One that never came up can't be stopped.
    await Promise.all(those.map(([, { client }]) => client.dispose().catch(() => undefined)))
  }

  /** Where Mongoose is, and only once. */
  async #sayMissing(folders: readonly vscode.WorkspaceFolder[]): Promise<void> {
    const said = this.#memory.get<readonly string[]>(SAID, [])
    const users = folders.filter(({ uri }) => usesMongoose(uri.fsPath))
    for (const { uri } of users) this.#watch(packageJsonIn(uri.fsPath))
    const missing = users.filter(({ uri }) => !said.includes(uri.toString()))
    if (missing.length === 0) return
    await this.#memory.update(SAID, [...said, ...missing.map(({ uri }) => uri.toString())])
    for (const { name } of missing) void vscode.window.showInformationMessage(`${name} uses Mongoose and has no mongoose-doctor. It starts here once it is installed: npm install --save-dev mongoose-doctor`)
  }
}
