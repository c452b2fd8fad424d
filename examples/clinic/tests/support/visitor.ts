/** A visitor without JavaScript, or one who writes requests by hand: fetches pages, fills forms, keeps cookies. */
import { newAddress } from './people.ts'

export interface Answer {
  status: number
  /** Where a redirect leads: path and query. */
  location: string | null
  html: string
  /** What `<h1>`, alerts and fields' errors say. */
  heading: string
  alert: string | null
  errors: Record<string, string>
}

export type Fields = Record<string, string | Blob>

export class Visitor {
  cookies = new Map<string, string>()
  address = newAddress()
  /** Every Set-Cookie line so far. */
  setCookies: string[] = []

  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async get(path: string): Promise<Answer> {
    return this.answer(await fetch(this.url + path, { headers: this.headers(), redirect: 'manual' }))
  }

  /** Submits the page's form as a browser without JavaScript does: hidden fields and all. `which` is in the form's HTML. */
  async submit(path: string, fields: Fields, which = ''): Promise<Answer> {
    const page = await this.get(path)
    return this.post(path, { ...hiddenFields(page.html, which), ...fields })
  }

  async post(path: string, fields: Fields): Promise<Answer> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    return this.answer(await fetch(this.url + path, { method: 'POST', body, headers: { ...this.headers(), origin: this.url }, redirect: 'manual' }))
  }

  /** Calls an action's endpoint as React's client does, with arguments of the caller's choice. */
  async call(path: string, action: string, fields: Fields): Promise<{ status: number; text: string; location: string | null }> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value)
    body.append('0', '[{"message":null,"errors":{},"values":{}},"$K1"]')
    return this.callRaw(path, action, body)
  }

  async callRaw(path: string, action: string, body: FormData): Promise<{ status: number; text: string; location: string | null }> {
    const headers = { ...this.headers(), origin: this.url, accept: 'text/x-component', 'next-action': action }
    const response = await fetch(this.url + path, { method: 'POST', body, headers, redirect: 'manual' })
    this.keepCookies(response)
    return { status: response.status, text: await response.text(), location: response.headers.get('x-action-redirect') }
  }

  logIn({ email, password }: { email: string; password: string }): Promise<Answer> {
    return this.submit('/login', { email, password })
  }

  headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { 'x-forwarded-for': this.address, ...(cookie ? { cookie } : {}) }
  }

  private async answer(response: Response): Promise<Answer> {
    this.keepCookies(response)
    const html = await response.text()
    const location = response.headers.get('location')
    return {
      status: response.status,
      location: location && location.replace(this.url, ''),
      html,
      heading: textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? ''),
      alert: /<div class="summary"[^>]*><h2>(.*?)<\/h2>/s.exec(html)?.[1] ?? null,
      errors: Object.fromEntries([...html.matchAll(/<p class="error" id="(\w+)-error">(.*?)<\/p>/gs)].map(([, name, text]) => [name, textOf(text ?? '')])),
    }
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      this.setCookies.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

/** The hidden fields of the first form whose HTML has `which` in it. */
export function hiddenFields(html: string, which = ''): Record<string, string> {
  const form = html.match(/<main.*?<form.*?<\/form>|<form.*?<\/form>/gs)?.find((text) => text.includes(which))?.replace(/^.*?<form/s, '<form') ?? ''
  const inputs = [...form.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, attributes = '']) => attributes)
  return Object.fromEntries(inputs.map((text) => [attribute(text, 'name'), attribute(text, 'value')]))
}

/** The identifier by which the client calls the action of a form. */
export function actionOf(html: string, which = ''): string {
  const fields = hiddenFields(html, which)
  const bound = Object.entries(fields).find(([name]) => /^\$ACTION_\d+:0$/.test(name))?.[1]
  const plain = Object.keys(fields).find((name) => name.startsWith('$ACTION_ID_'))?.slice('$ACTION_ID_'.length)
  return (bound && (JSON.parse(bound) as { id: string }).id) ?? plain ?? ''
}

function attribute(text: string, name: string): string {
  return textOf(new RegExp(`${name}="([^"]*)"`).exec(text)?.[1] ?? '')
}

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, '').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
