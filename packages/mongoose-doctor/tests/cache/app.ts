/** A small application with a finding, and where its cache lies. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { examine } from '../../src/examine.ts'
import type { Report } from '../../src/kernel/report.ts'
import { reexamine, type From, type Reexamined } from '../../src/reexamine.ts'
import { model } from '../graph/graph-of.ts'

export const app = {
  'package.json': { dependencies: { next: '16.2.0', mongoose: '9.0.0' } },
  'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./*'] } } },
  'models/Role.ts': model('Role'),
  'models/User.ts': `import mongoose from 'mongoose'\nexport default mongoose.models.User || mongoose.model('User', new mongoose.Schema({ role: { type: mongoose.Schema.Types.ObjectId, ref: 'Role' } }))\n`,
  'lib/users.ts': `import User from '@/models/User'\nexport const all = () => User.find().populate('role')\n`,
  'components/Button.tsx': `'use client'\nimport { label } from './label'\nexport default function Button() { return <button>{label}</button> }\n`,
  'components/label.ts': `export const label = 'Save'\n`,
  'app/users/page.tsx': `import Button from '@/components/Button'\nimport { all } from '@/lib/users'\nexport default async () => { await all(); return <Button/> }\n`,
}

/** A folder for a cache, removed after the test. */
export function cacheIn(handedOn = false): From & { readonly cache: { readonly file: string } } {
  const dir = mkdtempSync(join(tmpdir(), 'mongoose-doctor-cache-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return { packageFacts: false, cache: { file: join(dir, 'cache.bin'), handedOn } }
}

/** As if all files had been there for long. */
export const later = { now: () => Date.now() + 10_000 }

/** Times have nothing to do with what is said. */
export const said = (report: Report): Report => ({ ...report, stats: { ...report.stats, milliseconds: 0 } })

export const fresh = (root: string): Report => said(examine(root).report)

/** Examines, and says whether the answer is that of an examination without a cache. */
export async function again(root: string, from: From): Promise<{ readonly reused: Reexamined['reused']; readonly right: boolean }> {
  const { report, reused } = await reexamine(root, from, later)
  return { reused, right: JSON.stringify(said(report)) === JSON.stringify(fresh(root)) }
}
