/** An editor for tests: the protocol's own client over a pair of streams, and what it was told so far. */
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import type { ClientCapabilities, CodeAction, Diagnostic, Hover, InitializeParams, InitializeResult, Location, Position, PublishDiagnosticsParams, Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ProtocolConnection } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { serve, type Streams } from '../../src/lsp/serve.ts'

/** What an editor of today can do. */
export const able: ClientCapabilities = {
  workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true }, hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] }, codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
}

export interface Setting {
  readonly capabilities?: ClientCapabilities
  readonly params?: Partial<InitializeParams>
  readonly server?: Partial<Streams>
  /** Another server than that of the sources: what it reads and writes. */
  readonly streams?: { readonly input: Writable; readonly output: Readable }
}

export class Editor {
  readonly connection: ProtocolConnection
  readonly root: string
  readonly told: PublishDiagnosticsParams[] = []
  readonly log: string[] = []
  readonly messages: string[] = []
  readonly registered: string[] = []
  readonly documents = new Map<string, TextDocument>()
  readonly #waiting: (() => void)[] = []
  initialized: InitializeResult = { capabilities: {} }

  constructor(root: string, connection: ProtocolConnection) {
    this.root = root
    this.connection = connection
    const noted = (note: () => void): void => {
      note()
      for (const wake of this.#waiting.splice(0)) wake()
    }
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => noted(() => this.told.push(params)))
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => noted(() => this.log.push(message)))
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => noted(() => this.messages.push(message)))
    connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => noted(() => this.registered.push(...registrations.map(({ method }) => method))))
  }

  /** Once it holds of what was told. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
  }

  uri(file: string): string {
    return pathToFileURL(`${this.root}/${file}`).href
  }

  /** What is told of a file now. */
  shown(file: string): readonly Diagnostic[] {
    return this.told.findLast(({ uri }) => uri === this.uri(file))?.diagnostics ?? []
  }

  /** Once the rules that are told of a file are these. */
  async shows(file: string, codes: readonly string[]): Promise<readonly Diagnostic[]> {
    await this.until(() => this.told.some(({ uri }) => uri === this.uri(file)) && JSON.stringify(this.shown(file).map(({ code }) => code)) === JSON.stringify(codes))
    return this.shown(file)
  }

  open(file: string, text: string): void {
    const document = TextDocument.create(this.uri(file), 'typescript', 1, text)
    this.documents.set(file, document)
    this.#send('didOpen', { textDocument: { uri: document.uri, languageId: document.languageId, version: 1, text } })
  }

  /** All of the text, or a part of it. */
  change(file: string, text: string, range?: Range): void {
    const document = this.#document(file)
    const change = range === undefined ? { text } : { range, text }
    TextDocument.update(document, [change], document.version + 1)
    this.#send('didChange', { textDocument: { uri: document.uri, version: document.version }, contentChanges: [change] })
  }

  save(file: string): void {
    this.#send('didSave', { textDocument: { uri: this.uri(file) } })
  }

  close(file: string): void {
    this.documents.delete(file)
    this.#send('didClose', { textDocument: { uri: this.uri(file) } })
  }

  /** The disk has changed. */
  touch(file: string): void {
    void this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: this.uri(file), type: 2 }] })
  }

  hover(file: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri: this.uri(file) }, position })
  }

  definition(file: string, position: Position): Promise<Location[] | null> {
    return this.connection.sendRequest('textDocument/definition', { textDocument: { uri: this.uri(file) }, position })
  }

  references(file: string, position: Position, includeDeclaration = true): Promise<Location[] | null> {
    return this.connection.sendRequest('textDocument/references', { textDocument: { uri: this.uri(file) }, position, context: { includeDeclaration } })
  }

  actions(file: string, range: Range, only?: string[]): Promise<CodeAction[] | null> {
    const diagnostics = this.shown(file)
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: this.uri(file) }, range, context: { diagnostics, ...(only === undefined ? {} : { only }) } })
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action)
  }

  /** The text of a file after an edit. */
  edited(edit: WorkspaceEdit | undefined, file: string, text: string): string {
    const uri = this.uri(file)
    const own = edit?.documentChanges?.find((one): one is TextDocumentEdit => 'textDocument' in one && one.textDocument.uri === uri)?.edits ?? edit?.changes?.[uri] ?? []
    return TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), own.filter((one) => 'newText' in one))
  }

  async quit(): Promise<void> {
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
  }

  #document(file: string): TextDocument {
    const document = this.documents.get(file)
    if (document === undefined) throw new Error(`${file} is not open`)
    return document
  }

  #send(method: string, params: unknown): void {
    void this.connection.sendNotification(`textDocument/${method}`, params)
  }
}

/** An editor that has the folder open, and the server behind it. */
export async function openFolder(root: string, { capabilities = able, params, server, streams }: Setting = {}): Promise<Editor & { readonly ended: Promise<boolean> }> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()]
  const ended = streams === undefined ? serve({ input: toServer, output: toClient, watch: async () => ({ close: () => undefined }), quiet: 0, ...server }) : Promise.resolve(true)
  const connection = createProtocolConnection(new StreamMessageReader(streams?.output ?? toClient), new StreamMessageWriter(streams?.input ?? toServer))
  const editor = Object.assign(new Editor(root, connection), { ended })
  connection.listen()
  onTestFinished(async () => {
    // As an editor ends it, so that no message is cut off.
    if (streams === undefined) await editor.quit()
    await ended
    connection.dispose()
  })
  const uri = pathToFileURL(root).href
  editor.initialized = await connection.sendRequest<InitializeResult>('initialize', { processId: null, rootUri: uri, workspaceFolders: [{ uri, name: 'app' }], capabilities, ...params })
  await connection.sendNotification('initialized', {})
  return editor
}

/** Where a text stands in another. @param nth from 0 */
export function placeOf(text: string, part: string, nth = 0): Position {
  let at = -1
  for (let i = 0; i <= nth; i++) at = text.indexOf(part, at + 1)
  if (at === -1) throw new Error(`no ${part}`)
  return TextDocument.create('', '', 0, text).positionAt(at)
}
