/** Is the server within reach that a download would come from? */
import { answers } from './ports.ts'

/** Milliseconds: a download client would wait for minutes. */
const PATIENCE = 2000

/** @param urls of the mirrors that may be set, and at the end of the server that is always there */
export async function downloadHost(...urls: (string | undefined)[]): Promise<{ host: string; reachable: boolean }> {
  const { hostname, port, protocol } = new URL(urls.find((url) => url && URL.canParse(url)) ?? '')
  const reachable = await answers(hostname, Number(port) || (protocol === 'http:' ? 80 : 443), PATIENCE)
  return { host: hostname, reachable }
}
