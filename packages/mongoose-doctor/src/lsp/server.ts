/** The language server: what each message of an editor asks, and of whom. */
import type { CodeAction, Connection, WorkspaceEdit } from 'vscode-languageserver'
import { DidChangeWatchedFilesNotification, MessageType, ShowMessageNotification, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { missingBinding } from '../kernel/native-binding.ts'
import { UsageError } from '../kernel/usage-error.ts'
import { version } from '../kernel/version.ts'
import { escapeText } from '../reporters/escape.ts'
import { changesOf, FIX_ALL, jobOf, offers, type Job } from './actions.ts'
import { clientOf, type Client } from './client.ts'
import { SOURCE } from './diagnostics.ts'
import { workspaceEdit } from './edits.ts'
import type { Folder } from './folder.ts'
import { definitionsAt, hoverAt, referencesAt } from './questions.ts'
import { uriOf } from './uris.ts'
import { isOutput, WATCHED } from './watched.ts'
import type { Workspace } from './workspace.ts'

export interface ServerOptions {
  /** Tells of changes on the disk where the editor can't. */
  readonly watch: (directory: string, changed: () => void) => Promise<{ close(): void | Promise<void> }>
  /** Milliseconds without a change of a document before an examination. */
  readonly quiet?: number
}

const QUIET = 150
/** An editor that does not answer holds nothing up. */
const PATIENCE = 1000

/** Answers on a connection that is not listening yet. */
export function startServer(connection: Connection, { watch, quiet = QUIET }: ServerOptions): { close(): void } {
  const documents = new TextDocuments(TextDocument)
  let client: Client = clientOf({})
  let folders: readonly string[] = []
  let isClosed = false
  /** null: the engine could not be loaded. */
  let ready: Promise<Workspace | null> = Promise.resolve(null)
  const watchers = new Map<string, Promise<{ close(): void | Promise<void> }>>()

  connection.onInitialize(({ capabilities, workspaceFolders, rootUri, rootPath, clientInfo }) => {
    client = clientOf(capabilities)
    // Older clients have one root, as a URI or as a path.
    folders = workspaceFolders?.map(({ uri }) => uri) ?? [rootUri ?? (rootPath == null ? null : uriOf(rootPath))].filter((uri) => uri !== null)
    log(`mongoose-doctor ${version} on Node ${process.versions.node}, for ${clientInfo?.name ?? 'an unnamed client'} ${clientInfo?.version ?? ''}`.trimEnd())
    return {
      serverInfo: { name: SOURCE, version },
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL], resolveProvider: client.resolvesEdits },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    }
  })

  connection.onInitialized(() => {
    // Whatever is asked from now on waits for the folders.
    ready = load()
    if (client.watchesFiles) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED.map((globPattern) => ({ globPattern })) }).catch(failed)
    if (client.folders) connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => void changeFolders({ added: added.map(({ uri }) => uri), removed: removed.map(({ uri }) => uri) }))
  })

  /** The parser has a native part: where it is missing, the editor is told. */
  async function load(): Promise<Workspace | null> {
    try {
      const { Workspace } = await import('./workspace.ts')
      const workspace = new Workspace({
        documents: () => documents.all(),
        publish: ({ diagnostics, ...to }) => send(() => connection.sendDiagnostics({ ...to, diagnostics: [...diagnostics] })),
        busy, log, failed, hasRelated: client.related, quiet,
      })
      workspace.change({ added: folders, removed: [] })
      watchFolders(workspace)
      return workspace
    } catch (error) {
      failed(error)
      return null
    }
  }

  async function changeFolders(change: { readonly added: readonly string[]; readonly removed: readonly string[] }): Promise<void> {
    const workspace = await ready
    if (workspace === null) return
    workspace.change(change)
    watchFolders(workspace)
  }

  /** Where the editor does not tell of changes on the disk. */
  function watchFolders(workspace: Workspace): void {
    if (client.watchesFiles) return
    for (const [path, watcher] of watchers) {
      if (workspace.paths.includes(path)) continue
      watchers.delete(path)
      void watcher.then((one) => one.close())
    }
    for (const path of workspace.paths) if (!watchers.has(path)) watchers.set(path, watch(path, () => workspace.touched(uriOf(`${path}/package.json`), false)))
  }

  async function busy(title: string, work: () => void): Promise<void> {
    const progress = await Promise.race([connection.window.createWorkDoneProgress().catch(() => null), after(PATIENCE)])
    send(() => progress?.begin(title))
    // So that it is sent before nothing is.
    await new Promise((resolve) => { setImmediate(resolve) })
    try {
      work()
    } finally {
      send(() => progress?.done())
    }
  }

  /** The editor may be gone at any time: then nobody is there to be told. */
  function send(message: () => Promise<void> | void): void {
    try {
      if (!isClosed) Promise.resolve(message()).catch(() => undefined)
    } catch {
      isClosed = true
    }
  }

  function log(text: string): void {
    send(() => connection.console.info(text))
  }

  const said = new Set<string>()
  function failed(error: unknown): void {
    const text = missingBinding(error) ?? (error instanceof UsageError ? error.message : null)
    send(() => connection.console.error(text ?? (error instanceof Error ? error.stack ?? error.message : String(error))))
    const message = text ?? `mongoose-doctor ${version} failed; this is a fault of its own, please report it. Its log has more.`
    if (!said.has(message)) tell(MessageType.Error, message)
    said.add(message)
  }

  function tell(type: MessageType, message: string): void {
    send(() => connection.sendNotification(ShowMessageNotification.type, { type, message }))
  }

  /** Answers about a file of a folder; what goes wrong is told, and is no answer. */
  async function about<Answer>(uri: string, answer: (folder: Folder, file: string, workspace: Workspace) => Answer): Promise<Answer | null> {
    const workspace = await ready
    const found = workspace?.find(uri) ?? null
    if (workspace === null || found === null) return null
    try {
      return answer(found.folder, found.file, workspace)
    } catch (error) {
      failed(error)
      return null
    }
  }

  const touched = (uri: string, isTyped: boolean): void => void ready.then((workspace) => workspace?.touched(uri, isTyped))
  // Opened, too.
  documents.onDidChangeContent(({ document }) => touched(document.uri, true))
  documents.onDidSave(({ document }) => touched(document.uri, false))
  documents.onDidClose(({ document }) => touched(document.uri, false))
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) if (!isOutput(uri)) touched(uri, false)
  })

  connection.onHover((params) => about(params.textDocument.uri, (folder, file) => hoverAt(folder, file, params.position, client.markdown)))
  connection.onDefinition((params) => about(params.textDocument.uri, (folder, file) => [...definitionsAt(folder, file, params.position)]))
  connection.onReferences((params) => about(params.textDocument.uri, (folder, file) => [...referencesAt(folder, file, params.position, params.context.includeDeclaration)]))

  function editFor(folder: Folder, workspace: Workspace, job: Job): WorkspaceEdit | { readonly reason: string } {
    workspace.settle(folder)
    const changes = changesOf(folder, job)
    return 'reason' in changes ? changes : workspaceEdit(changes, (file) => {
      const uri = folder.uriOf(file)
      return { uri, document: documents.get(uri) ?? null }
    }, client)
  }

  connection.onCodeAction((params) => about(params.textDocument.uri, (folder, file, workspace) =>
    offers(folder, file, params.range, params.context.only).flatMap(({ title, kind, isPreferred, finding, job }): CodeAction[] => {
      const diagnostics = finding === null ? [] : params.context.diagnostics.filter(({ data }) => isAbout(data, finding.id))
      const action: CodeAction = { title, kind, ...(isPreferred ? { isPreferred } : {}), ...(diagnostics.length === 0 ? {} : { diagnostics }) }
      if (client.resolvesEdits) return [{ ...action, data: { uri: params.textDocument.uri, job } }]
      const edit = editFor(folder, workspace, job)
      return 'reason' in edit ? [] : [{ ...action, edit }]
    })))

  connection.onCodeActionResolve(async (action) => {
    const chosen = chosenOf(action.data)
    const edit = chosen === null ? null : await about(chosen.uri, (folder, _, workspace) => editFor(folder, workspace, chosen.job))
    if (edit === null) return action
    if (!('reason' in edit)) return { ...action, edit }
    tell(MessageType.Warning, `Nothing was changed: ${escapeText(edit.reason)}.`)
    return action
  })

  documents.listen(connection)
  return {
    close() {
      isClosed = true
      void ready.then((workspace) => workspace?.close())
      for (const watcher of watchers.values()) void watcher.then((one) => one.close())
    },
  }
}

/** null: not an action of ours. */
function chosenOf(data: unknown): { readonly uri: string; readonly job: Job } | null {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('job' in data) || typeof data.uri !== 'string') return null
  const job = jobOf(data.job)
  return job === null ? null : { uri: data.uri, job }
}

const isAbout = (data: unknown, id: string): boolean => typeof data === 'object' && data !== null && 'id' in data && data.id === id

const after = (milliseconds: number): Promise<null> => new Promise((resolve) => { setTimeout(() => resolve(null), milliseconds).unref() })
