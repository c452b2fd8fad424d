/** Made-up results, in the shape that an examination gives. */
import type { Examination, Finding, Report, WhyAnswer } from '../../src/kernel/report.ts'

export const authText = `'use server'

import User from '@/models/User'

export async function login(form: FormData) {
\tawait connectToDatabase()
\tconst user = await User.findOne({ email: form.get('email') }).populate('role')
\tconst Role = (await import('@/models/Role')).default
\treturn user
}
`

export const lateRole: Finding = {
  id: 'late-registration:app/actions/auth.ts:Role:1',
  rule: 'late-registration',
  severity: 'error',
  confidence: 'proved',
  model: 'Role',
  file: 'app/actions/auth.ts',
  line: 7,
  column: 64,
  endLine: 7,
  endColumn: 80,
  entries: ['app/actions/auth.ts'],
  message: 'login() populates `role` before it imports Role: on a cold start this throws MissingSchemaError.',
  because: [
    { file: 'models/User.ts', line: 8, text: 'User.role refers to the model Role by its name' },
    { file: 'app/actions/auth.ts', line: 8, text: 'Role is registered here, after the query' },
  ],
  path: [
    { kind: 'entry', file: 'app/actions/auth.ts', line: null, link: 'runs' },
    { kind: 'query', file: 'app/actions/auth.ts', line: 7, link: 'late' },
    { kind: 'load', file: 'app/actions/auth.ts', line: 8, link: 'loads' },
    { kind: 'model', file: 'models/Role.ts', line: 10, link: null },
  ],
  help: "Import Role at the top of the file: import Role from '@/models/Role'",
  fixable: true,
}

export const sample: Report = {
  schemaVersion: 1,
  tool: { name: 'mongoose-doctor', version: '0.1.0' },
  complete: true,
  apps: [
    {
      root: '.',
      framework: 'next',
      compiler: 'Next 16.4 with Turbopack',
      everywhere: [],
      entries: [
        { file: 'app/actions/auth.ts', kind: 'server-action', registered: ['User'], maybe: ['Role'], required: ['Role', 'User'], missing: ['Role'], unknown: [] },
        { file: 'app/(shop)/users/[id]/page.tsx', kind: 'page', registered: ['Role', 'User'], maybe: [], required: ['User'], missing: [], unknown: [] },
        { file: 'src/app/api/users/route.ts', kind: 'route-handler', registered: ['User'], maybe: [], required: ['User'], missing: [], unknown: [] },
      ],
    },
  ],
  models: [
    { name: 'Role', file: 'models/Role.ts', line: 10, refs: [] },
    { name: 'User', file: 'models/User.ts', line: 15, refs: [{ path: 'role', model: 'Role' }] },
  ],
  findings: [lateRole],
  unknown: [],
  stats: { files: 12, bytes: 4321, milliseconds: 41 },
}

export const clean: Report = {
  ...sample,
  apps: sample.apps.map((app) => ({ ...app, entries: app.entries.map((entry) => ({ ...entry, missing: [], unknown: [] })) })),
  findings: [],
}

export const why: WhyAnswer[] = [
  {
    entry: 'app/(shop)/users/[id]/page.tsx',
    kind: 'page',
    model: 'Role',
    status: 'registered',
    steps: [
      { file: 'app/(shop)/users/[id]/page.tsx', line: 2, text: 'imports models/Role.ts' },
      { file: 'models/Role.ts', line: 10, text: 'registers Role' },
    ],
  },
  {
    entry: 'app/actions/auth.ts',
    kind: 'server-action',
    model: 'Role',
    status: 'missing',
    steps: [{ file: 'app/actions/auth.ts', line: 8, text: 'the dynamic import comes after the query that needs it' }],
  },
]

export function examination(report: Report): Examination {
  return {
    report,
    why: (model, entry) => why.filter((one) => one.model === model && (entry === undefined || one.entry === entry)),
    sources: { text: (file) => (file === 'app/actions/auth.ts' ? authText : null) },
  }
}
