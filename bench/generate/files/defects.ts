/** The six defects of every made-up application, whatever its size: routes that need the model of attachments and do not have it for sure. */
import { lines } from './source-file.ts'

/** The rule that finds each, by the route's folder. */
export const DEFECTS = {
  avatars: 'missing-model',
  directory: 'missing-model',
  portraits: 'inert-import',
  badges: 'inert-import',
  profile: 'late-registration',
  signature: 'late-registration',
} as const

const QUERY = "  const users = await User.find({ roles: 'viewer' }).populate('avatar').lean()"

/** The routes with a defect. */
export function defects(): { path: string; text: string }[] {
  return Object.entries(DEFECTS).map(([folder, rule]) => ({
    path: `apps/web/src/app/api/legacy/${folder}/route.ts`,
    text: lines(
      "import { NextResponse } from 'next/server'",
      "import { connect } from '@/lib/db'",
      // Used as a type only, so TypeScript erases it.
      rule === 'inert-import' && "import { Attachment } from '@/models/core/attachment'",
      "import { User } from '@/models/core/user'",
      '',
      'export async function GET() {',
      '  await connect()',
      QUERY,
      rule === 'late-registration' && ["  const { Attachment } = await import('@/models/core/attachment')", '  const total = await Attachment.countDocuments()'],
      `  const names = users.map((user) => ${rule === 'inert-import' ? '(user.avatar as unknown as InstanceType<typeof Attachment> | null)?.name' : 'user.name'})`,
      `  return NextResponse.json({ names${rule === 'late-registration' ? ', total' : ''} })`,
      '}',
      '',
    ),
  }))
}
