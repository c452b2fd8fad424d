/** The extension: starts the project's own mongoose-doctor, and starts it anew when there is another one. */
import * as vscode from 'vscode'
import { Clients } from './clients.ts'

/** npm, pnpm, Yarn and Bun write these when packages come and go. */
const LOCKFILES = '**/{package-lock.json,pnpm-lock.yaml,yarn.lock,bun.lock,bun.lockb}'

let clients: Clients | null = null

export async function activate({ subscriptions, workspaceState }: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Mongoose Doctor', { log: true })
  const mine = (clients = new Clients(output, workspaceState))
  const settle = (): void => void mine.settle()
  const lockfiles = vscode.workspace.createFileSystemWatcher(LOCKFILES)
  subscriptions.push(
    output, lockfiles, lockfiles.onDidCreate(settle), lockfiles.onDidChange(settle),
    vscode.commands.registerCommand('mongoose-doctor.restart', () => mine.restart()),
    vscode.workspace.onDidChangeWorkspaceFolders(settle),
    vscode.workspace.onDidGrantWorkspaceTrust(settle),
    vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('mongoose-doctor')) void mine.restart() }),
  )
  await mine.settle()
}

export async function deactivate(): Promise<void> {
  await clients?.stop()
}
