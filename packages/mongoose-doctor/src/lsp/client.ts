/** What a client can do, of what matters here. */
import type { ClientCapabilities } from 'vscode-languageserver'

export interface Client {
  /** Edits with the versions that they are meant for; without, by file only. */
  readonly documentChanges: boolean
  readonly createsFiles: boolean
  /** Asks for an edit when an action is chosen: it takes an examination. */
  readonly resolvesEdits: boolean
  readonly related: boolean
  readonly markdown: boolean
  readonly watchesFiles: boolean
  readonly folders: boolean
}

export function clientOf({ workspace, textDocument }: ClientCapabilities): Client {
  const edit = workspace?.workspaceEdit
  const action = textDocument?.codeAction
  return {
    documentChanges: edit?.documentChanges === true,
    createsFiles: edit?.resourceOperations?.includes('create') === true,
    resolvesEdits: action?.dataSupport === true && action.resolveSupport?.properties.includes('edit') === true,
    related: textDocument?.publishDiagnostics?.relatedInformation === true,
    // Without a list, the client has not said that plain text would be better.
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
  }
}
