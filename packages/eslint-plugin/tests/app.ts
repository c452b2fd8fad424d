/** A small application, in JavaScript so that ESLint needs no parser for it, and ways to lint it. */
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ESLint, type Linter } from 'eslint'
import { ESLint as ESLint9 } from 'eslint9'
import type { Report } from 'mongoose-doctor'
import plugin from '../src/index.ts'

const model = (name: string, paths = ''): string =>
  `import mongoose from 'mongoose'\n\nexport default mongoose.models.${name} || mongoose.model('${name}', new mongoose.Schema({ title: String${paths} }))\n`
const ref = (path: string, to: string): string => `, ${path}: { type: mongoose.Schema.Types.ObjectId, ref: '${to}' }`

/** Two models are missing in one file, one in another; a ref leads nowhere. */
export const app = {
  'package.json': { type: 'module', dependencies: { next: '16.2.0', mongoose: '9.0.0' } },
  'models/Role.js': model('Role'),
  'models/Team.js': model('Team'),
  'models/User.js': model('User', `${ref('role', 'Role')}${ref('team', 'Team')}${ref('boss', 'Boss')}`),
  'lib/label.js': `export const label = 'Users'\n`,
  'app/users/route.js': `import User from '../../models/User'

export async function GET() {
  const one = await User.findOne().populate('role')
  const all = await User.find().populate('team')
  return Response.json({ one, all })
}
`,
  'app/roles/route.js': `import User from '../../models/User'

export async function GET() {
  return Response.json(await User.find().populate('role'))
}
`,
}

export const eslints = { 'ESLint 10': ESLint, 'ESLint 9': ESLint9 }
export type Version = keyof typeof eslints

export interface Setup {
  readonly version?: Version
  readonly config?: 'recommended' | 'strict'
  readonly settings?: object
  readonly rules?: Linter.RulesRecord
  readonly fix?: ESLint.Options['fix']
}

/** As a command lints, unless something else is said. */
export function linter(cwd: string, { version = 'ESLint 10', config = 'strict', settings = { editor: false }, rules = {}, fix = false }: Setup = {}): ESLint {
  const made: ESLint = new eslints[version]({ cwd, fix, overrideConfigFile: true, overrideConfig: [plugin.configs[config], { settings: { 'mongoose-doctor': settings }, rules }] })
  return made
}

/** `file:line:column rule severity`, in order. */
export function said(cwd: string, results: readonly ESLint.LintResult[]): readonly string[] {
  return results.flatMap(({ filePath, messages }) => messages.map(({ line, column, ruleId, severity }) =>
    `${relative(cwd, filePath).replaceAll('\\', '/')}:${line}:${column} ${ruleId?.replace('mongoose-doctor/', '')}${severity === 2 ? '' : ' (warning)'}`)).sort()
}

/** The same of a report. */
export const findings = ({ findings: all }: Report): readonly string[] => all.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`).sort()

export const save = (root: string, file: string, text: string): void => writeFileSync(join(root, file), text)
