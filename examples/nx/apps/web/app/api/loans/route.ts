import { openLoans } from '../../../lib/open-loans'

export async function GET(): Promise<Response> {
  return Response.json(await openLoans())
}
