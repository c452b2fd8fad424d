/** A project with one finding that can be mended, and the built program run on it. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))

const MODEL = "import { Schema, model, models } from 'mongoose'\n"
export const clinic: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "clinic", "dependencies": { "next": "16", "mongoose": "9", "@mongoose-doctor/runtime": "0" } }',
  'models/User.ts': `${MODEL}export default models.User || model('User', new Schema({ role: { type: Schema.Types.ObjectId, ref: 'Role' } }))\n`,
  'models/Role.ts': `${MODEL}export default models.Role || model('Role', new Schema({}))\n`,
  'app/a/route.ts': "import User from '../../models/User'\nexport const GET = () => User.find().populate('role')\n",
}

export interface Ran { readonly code: number | null; readonly out: string; readonly err: string }

export function doctor(root: string, argv: readonly string[], options: { readonly node?: readonly string[]; readonly input?: string } = {}): Ran {
  if (!existsSync(bin)) throw new Error('dist/cli.mjs is not built: run `npm test` at the root, or `npm run build`')
  const ran = spawnSync(process.execPath, [...(options.node ?? []), bin, ...argv], {
    cwd: root, encoding: 'utf8', input: options.input ?? '', maxBuffer: 1 << 28, timeout: 180_000, env: { PATH: process.env['PATH'] },
  })
  return { code: ran.status, out: ran.stdout, err: ran.stderr }
}

/** Every file below a folder and what it holds. */
export function contents(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name))
  return new Map(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'latin1')]))
}
