import { findMember, may } from '@library/auth'
import { connect } from '@library/models/connect'

/** Whether the member with that address may lend books. */
export async function POST(request: Request): Promise<Response> {
  const { email } = (await request.json()) as { email: string }
  await connect()
  const member = await findMember(String(email))
  if (!member) return Response.json({ error: 'No such member.' }, { status: 404 })
  return Response.json({ name: member.name, mayLend: may(member.role, 'lend') })
}
