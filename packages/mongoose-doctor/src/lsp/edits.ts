/** Whole texts before and after, as an editor takes them. */
import type { CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { textEdits } from '../fixes/code/text-edits.ts'
import type { FileChange, Refusal } from '../fixes/types.ts'
import type { Client } from './client.ts'
import { withoutMark } from './documents.ts'

export interface Target {
  readonly uri: string
  /** null: it is not open, and what was examined is what is on the disk. */
  readonly document: TextDocument | null
}

/** Of all files or of none. */
export function workspaceEdit(changes: readonly FileChange[], targetOf: (file: string) => Target, client: Pick<Client, 'documentChanges' | 'createsFiles'>): WorkspaceEdit | Refusal {
  const edits: { readonly target: Target; readonly isNew: boolean; readonly edits: TextEdit[] }[] = []
  for (const { file, before, after } of changes) {
    const target = targetOf(file)
    const text = withoutMark(before ?? '')
    if (before === null && !client.createsFiles) return { reason: `the editor can't create ${file}` }
    if (target.document !== null && target.document.getText() !== text) return { reason: `${file} is not what was examined: it has just changed, or does not parse` }
    edits.push({ target, isNew: before === null, edits: editsOf(text, withoutMark(after)) })
  }
  if (!client.documentChanges) return { changes: Object.fromEntries(edits.map((one) => [one.target.uri, one.edits])) }
  return {
    documentChanges: edits.flatMap(({ target: { uri, document }, isNew, edits: own }): (CreateFile | TextDocumentEdit)[] => [
      ...(isNew ? [{ kind: 'create' as const, uri, options: { overwrite: false, ignoreIfExists: false } }] : []),
      { textDocument: { uri, version: document?.version ?? null }, edits: own },
    ]),
  }
}

function editsOf(before: string, after: string): TextEdit[] {
  const document = TextDocument.create('', '', 0, before)
  return textEdits(before, after).map(({ start, end, text }) => ({ range: { start: document.positionAt(start), end: document.positionAt(end) }, newText: text }))
}
