/** The language server: what each message of an editor asks, and of whom. */
import type { CodeAction, Connection, Diagnostic, InitializeParams, InitializeResult, WorkspaceEdit } from 'vscode-languageserver'
import { DidChangeWatchedFilesNotification, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { version } from '../kernel/version.ts'
import { changesOf, FIX_ALL, jobOf, offers, type Job, type Offer } from './actions.ts'
import { clientOf, type Client } from './client.ts'
import { SOURCE } from './diagnostics.ts'
import { workspaceEdit } from './edits.ts'
import type { Folder } from './folder.ts'
import { definitionsAt, hoverAt, referencesAt } from './questions.ts'
import { createTelling } from './telling.ts'
import { uriOf } from './uris.ts'
import { WATCHED } from './watched.ts'
import type { Workspace } from './workspace.ts'

export interface ServerOptions {
  /** Tells of changes on the disk where the editor can't; and of what it can't watch. */
  readonly watch: (directory: string, changed: () => void, failed: (error: unknown) => void) => Promise<Watcher>
  /** Milliseconds without a change of a document before an examination. */
  readonly quiet?: number
  /** Milliseconds that an editor has to answer before it is not waited for. */
  readonly patience?: number
}

interface Watcher { close(): void | Promise<void> }

const QUIET = 150
const PATIENCE = 1000

/** Answers on a connection that is not listening yet. */
export function startServer(connection: Connection, { watch, quiet = QUIET, patience = PATIENCE }: ServerOptions): { close(): void } {
  const documents = new TextDocuments(TextDocument)
  const telling = createTelling(connection, patience)
  const watchers = new Map<string, Promise<Watcher>>()
  let client: Client = clientOf({})
  let folders: readonly string[] = []
  /** Whatever is asked waits for the folders; null: the engine could not be loaded. */
  let ready: Promise<Workspace | null> = Promise.resolve(null)

  connection.onInitialize((params) => {
    client = clientOf(params.capabilities)
    folders = foldersOf(params)
    const { name = 'an unnamed client', version: its = '' } = params.clientInfo ?? {}
    telling.log(`mongoose-doctor ${version} on Node ${process.versions.node}, for ${name} ${its}`.trimEnd())
    return abilities(client)
  })
  connection.onInitialized(() => {
    ready = load()
    if (client.watchesFiles) void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED.map((globPattern) => ({ globPattern })) }).catch(telling.failed)
    if (!client.folders) return
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => void ready.then((workspace) => {
      if (workspace !== null) changeFolders(workspace, added.map(({ uri }) => uri), removed.map(({ uri }) => uri))
    }))
  })

  /** The parser has a native part: where it is missing, the editor is told. */
  async function load(): Promise<Workspace | null> {
    try {
      const { Workspace } = await import('./workspace.ts')
      const workspace = new Workspace({ ...telling, documents: () => documents.all(), hasRelated: client.related, quiet })
      changeFolders(workspace, folders, [])
      return workspace
    } catch (error) {
      telling.failed(error)
      return null
    }
  }

  function changeFolders(workspace: Workspace, added: readonly string[], removed: readonly string[]): void {
    workspace.change({ added, removed })
    if (client.watchesFiles) return
    for (const [path, watcher] of watchers) {
      if (workspace.paths.includes(path)) continue
      watchers.delete(path)
      void watcher.then((one) => one.close())
    }
    for (const path of workspace.paths) if (!watchers.has(path)) watchers.set(path, watched(workspace, path))
  }

  /** Without it, a change on the disk is seen when a document changes. */
  async function watched(workspace: Workspace, path: string): Promise<Watcher> {
    const failed = (error: unknown): void => telling.log(`${path} can't be watched: ${String(error)}`)
    try {
      return await watch(path, () => workspace.touched(uriOf(`${path}/package.json`), false), failed)
    } catch (error) {
      failed(error)
      return { close: () => undefined }
    }
  }

  const touched = (uri: string, isTyped: boolean): void => void ready.then((workspace) => workspace?.touched(uri, isTyped))
  // Opened, too.
  documents.onDidChangeContent(({ document }) => touched(document.uri, true))
  documents.onDidSave(({ document }) => touched(document.uri, false))
  documents.onDidClose(({ document }) => touched(document.uri, false))
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) touched(uri, false)
  })

  /** Answers about a file of a folder; what goes wrong is told, and is no answer. */
  async function about<Answer>(uri: string, answer: (folder: Folder, file: string, workspace: Workspace) => Answer): Promise<Answer | null> {
    const workspace = await ready
    const found = workspace?.find(uri) ?? null
    if (workspace === null || found === null) return null
    try {
      return answer(found.folder, found.file, workspace)
    } catch (error) {
      telling.failed(error)
      return null
    }
  }

  connection.onHover(({ textDocument, position }) => about(textDocument.uri, (folder, file) => hoverAt(folder, file, position, client.markdown)))
  connection.onDefinition(({ textDocument, position }) => about(textDocument.uri, (folder, file) => [...definitionsAt(folder, file, position)]))
  connection.onReferences(({ textDocument, position, context }) => about(textDocument.uri, (folder, file) => [...referencesAt(folder, file, position, context.includeDeclaration)]))

  function editFor(folder: Folder, workspace: Workspace, job: Job): WorkspaceEdit | { readonly reason: string } {
    workspace.settle(folder)
    const changes = changesOf(folder, job)
    return 'reason' in changes ? changes : workspaceEdit(changes, (file) => {
      const uri = folder.uriOf(file)
      return { uri, document: documents.get(uri) ?? null }
    }, client)
  }

  connection.onCodeAction(({ textDocument: { uri }, range, context }) => about(uri, (folder, file, workspace) =>
    offers(folder, file, range, context.only).flatMap((offer): CodeAction[] => {
      const action = actionOf(offer, context.diagnostics)
      if (client.resolvesEdits) return [{ ...action, data: { uri, job: offer.job } }]
      const edit = editFor(folder, workspace, offer.job)
      return 'reason' in edit ? [] : [{ ...action, edit }]
    })))
  connection.onCodeActionResolve(async (action) => {
    const chosen = chosenOf(action.data)
    const edit = chosen === null ? null : await about(chosen.uri, (folder, _, workspace) => editFor(folder, workspace, chosen.job))
    if (edit === null) return action
    if (!('reason' in edit)) return { ...action, edit }
    telling.warn(`Nothing was changed: ${edit.reason}.`)
    return action
  })

  documents.listen(connection)
  return {
    close() {
      telling.close()
      void ready.then((workspace) => workspace?.close())
      for (const watcher of watchers.values()) void watcher.then((one) => one.close())
    },
  }
}

/** Older clients have one root, as a URI or as a path. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders != null) return workspaceFolders.map(({ uri }) => uri)
  const root = rootUri ?? (rootPath == null ? null : uriOf(rootPath))
  return root === null ? [] : [root]
}

function abilities({ resolvesEdits }: Client): InitializeResult {
  return {
    serverInfo: { name: SOURCE, version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL], resolveProvider: resolvesEdits },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  }
}

function actionOf({ title, kind, isPreferred, finding }: Offer, shown: readonly Diagnostic[]): CodeAction {
  const diagnostics = finding === null ? [] : shown.filter(({ data }) => isAbout(data, finding.id))
  return { title, kind, ...(isPreferred ? { isPreferred } : {}), ...(diagnostics.length === 0 ? {} : { diagnostics }) }
}

const isAbout = (data: unknown, id: string): boolean => typeof data === 'object' && data !== null && 'id' in data && data.id === id

/** null: not an action of ours. */
function chosenOf(data: unknown): { readonly uri: string; readonly job: Job } | null {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('job' in data) || typeof data.uri !== 'string') return null
  const job = jobOf(data.job)
  return job === null ? null : { uri: data.uri, job }
}
