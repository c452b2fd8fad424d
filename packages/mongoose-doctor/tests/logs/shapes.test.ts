/** The forms that logs have: each of these holds one error, of the login route. */
import { describe, expect, test } from 'vitest'
import { eventsIn, message, prefixed, trace } from './read.ts'

const built = '/app/.next/server/app/api/login/route.js'
const plain = trace(built)
const json = (value: unknown): string => JSON.stringify(value)
const AT = '2026-03-01T02:11:09.123Z'
const pino = json({ level: 50, time: Date.parse(AT), pid: 7, hostname: 'web-1', err: { type: 'MissingSchemaError', message, stack: plain }, msg: 'Schema hasn\'t been registered for model "Role".' })

const dated: Readonly<Record<string, string>> = {
  'an ISO timestamp': `${AT} ${plain}`,
  'an ISO timestamp with a zone, in brackets': `[2026-03-01 04:11:09,123 +02:00] [error] ${plain}`,
  'docker logs --timestamps': prefixed('2026-03-01T02:11:09.123456789Z ', plain),
  'docker compose --timestamps': prefixed('web-1  | 2026-03-01T02:11:09.123456789Z ', plain),
  'kubectl --prefix --timestamps': prefixed('[pod/web-5d9c7b8f6d-x2x4k/web] 2026-03-01T02:11:09.123456789Z ', plain),
  'the files of a Kubernetes node': prefixed('2026-03-01T02:11:09.123456789Z stderr F ', plain),
  heroku: prefixed('2026-03-01T02:11:09.123456+00:00 app[web.1]: ', plain),
  pino,
  'pino in docker compose': `web-1  | ${pino}`,
  'pino in a json-file of docker': json({ log: `${pino}\n`, stream: 'stdout', time: '2026-03-01T02:11:09.123456789Z' }),
  'a json-file of docker, a record for each line': plain.split('\n').map((line) => json({ log: `${line}\n`, stream: 'stderr', time: '2026-03-01T02:11:09.123456789Z' })).join('\n'),
  winston: json({ level: 'error', message: 'login failed', error: { stack: plain }, timestamp: AT }),
  'winston, simple': `${AT} error: login failed ${json({ stack: plain })}`,
  bunyan: json({ name: 'web', hostname: 'h', pid: 1, level: 50, err: { message, name: 'MissingSchemaError', stack: plain }, msg: message, time: AT, v: 0 }),
  'Vercel log drain': json({ id: '1', message: plain, timestamp: Date.parse(AT), source: 'lambda', path: '/api/login', proxy: { path: '/api/login', method: 'POST' } }),
  'AWS Lambda': `${AT}\t6bc28136-xxxx\tERROR\tx\n${AT}\t6bc28136-0b2d-4a40-a4a2-1c0b2f0e6f21\tERROR\tInvoke Error \t${json({ errorType: 'MissingSchemaError', errorMessage: message, stack: plain.split('\n') })}`,
  'AWS Lambda, lines by carriage returns': `${AT}\t6bc28136-0b2d-4a40-a4a2-1c0b2f0e6f21\tERROR\t${plain.replaceAll('\n', '\r')}`,
  'aws logs tail': prefixed('2026-03-01T02:11:09.123000+00:00 2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef ', plain),
  'aws logs filter-log-events': json({ events: [{ logStreamName: 'a', timestamp: Date.parse(AT), message: plain }, { logStreamName: 'a', timestamp: Date.parse(AT), message: 'START' }] }),
  'journalctl -o json': plain.split('\n').map((line) => json({ MESSAGE: line, _PID: '77', __REALTIME_TIMESTAMP: String(Date.parse(AT) * 1000) })).join('\n'),
  'JSON of which the end is lost': `${AT} ${json({ msg: plain, body: 'x'.repeat(500) }).slice(0, -20)}`,
}

describe('one error, with its time and its entry', () => {
  test.each(Object.entries(dated))('%s', (_, log) => {
    expect(eventsIn(`listening\n${log}\nGET / 200\n`)).toMatchObject([{ model: 'Role', timestamp: AT, paths: expect.arrayContaining(['app/api/login/route']) }])
  })
})

const undated: Readonly<Record<string, string>> = {
  'plain text': plain,
  'Windows line ends': plain.replaceAll('\n', '\r\n'),
  'docker compose': prefixed('web-1  | ', plain),
  'docker compose, coloured': prefixed('\x1b[36mweb-1  | \x1b[0m', plain),
  pm2: prefixed('0|app  | ', plain),
  'kubectl --prefix': prefixed('[pod/web-5d9c7b8f6d-x2x4k/web] ', plain),
  stern: prefixed('web-5d9c7b8f6d-x2x4k web ', plain),
  Turborepo: prefixed('web:dev: ', plain),
  concurrently: prefixed('[0] ', plain),
  'a level before the message only': `[error] ${plain}`,
  'Next.js, coloured': ` \x1b[31m⨯\x1b[0m ${plain} {\n  digest: '123'\n}`,
  'uncaught, as Node prints it': `/app/node_modules/mongoose/lib/connection.js:1504\n      throw new MongooseError.MissingSchemaError(name);\n      ^\n\n${plain}\n\nNode.js v22.1.0`,
  'as the cause of another error': `Error: login failed: Schema hasn't been registered for model "Role".\n    at r (/app/lib/x.js:1:1) {\n  [cause]: ${plain.replaceAll('\n', '\n  ')}\n}`,
  'pino-pretty': `ERROR (77): Schema hasn't been registered for model "Role".\n    err: {\n      "type": "MissingSchemaError",\n      "message":\n          ${message.replaceAll('\n', '\n          ')}\n      "stack":\n          ${plain.replaceAll('\n', '\n          ')}\n    }`,
  'curly quotes and entities': plain.replace("hasn't", 'hasn&#39;t').replace('"Role"', '&quot;Role&quot;'),
}

describe('one error, with its entry', () => {
  test.each(Object.entries(undated))('%s', (_, log) => {
    expect(eventsIn(`listening\n${log}\nGET / 200\n`)).toMatchObject([{ model: 'Role', timestamp: null, paths: expect.arrayContaining(['app/api/login/route']) }])
  })
})

test.each([
  ['journald', prefixed('Mar  1 02:11:09 host node[77]: ', plain), 'Mar  1 02:11:09'],
  ['foreman', prefixed('02:11:09 web.1  | ', plain), '02:11:09'],
  ['a date without a zone', `2026-03-01 02:11:09 ${plain}`, '2026-03-01 02:11:09'],
])('%s: the time stays as it is written', (_, log, timestamp) => {
  expect(eventsIn(log)).toMatchObject([{ timestamp, paths: ['app/api/login/route'] }])
})

test.each([
  ['/app/.next/server/chunks/123.js', []],
  ['webpack-internal:///(rsc)/./app/actions/auth.ts', ['app/actions/auth']],
  ['file:///srv/shop/dist/server.js', ['srv/shop/dist/server']],
  ['[project]/app/actions/auth.ts [app-rsc] (ecmascript)', ['[project]/app/actions/auth']],
  ['.next/server/chunks/ssr/[root-of-the-server]__0a1b2c._.js', []],
  ['C:\\work\\shop\\.next\\server\\app\\(shop)\\users\\[id]\\page.js', ['app/(shop)/users/[id]/page']],
  ['/app/apps/web/.next/standalone/apps/web/.next/server/pages/api/me.js', ['pages/api/me']],
])('a frame in %s', (path, paths) => {
  expect(eventsIn(trace(path))).toMatchObject([{ paths }])
  expect(eventsIn(json({ msg: trace(path) }))).toMatchObject([{ paths }])
})

test('Next.js names the place in the line before', () => {
  expect(eventsIn(` ⨯ app/actions/auth.ts (42:19) @ login\n ⨯ ${message}\n`)).toMatchObject([{ paths: ['app/actions/auth'] }])
})

describe('Next.js 16.4.6 with Turbopack, as observed', () => {
  const failed = `⨯ ${message}\n`
  test('next dev', () => {
    const route = `${failed}    at GET (app/api/login/route.js:2:49)\n  1 | import mongoose from 'mongoose'\n> 2 | export async function GET() { await 1; mongoose.model('Role'); return Response.json(1) }\n    |                                                 ^\n  3 |\n GET /api/login 500 in 792ms (next.js: 119ms, application-code: 673ms)\n`
    const page = `${failed}    at P (app/login/page.jsx:3:55)\n  3 |\n  4 | {\n  digest: '1467520916'\n}\n GET /login 500 in 365ms\n`
    expect(eventsIn(`✓ Ready in 662ms\n${route}○ Compiling /login ...\n${page}`)).toMatchObject([{ paths: ['app/api/login/route'] }, { paths: ['app/login/page'] }])
  })
  test('next start names chunks, and files with NODE_OPTIONS=--enable-source-maps', () => {
    const chunks = `${failed}    at r (.next/server/chunks/[root-of-the-server]__1aqixeaipzbe4._.js:1:276)\n${failed}    at d (.next/server/chunks/ssr/[root-of-the-server]__1vdtl_0xel8af._.js:1:1703) {\n  digest: '3893331159'\n}\n`
    expect(eventsIn(chunks)).toMatchObject([{ paths: [] }, { paths: [] }])
    expect(eventsIn(`${failed}    at r (app/api/login/route.js:2:49)\n`)).toMatchObject([{ paths: ['app/api/login/route'] }])
  })
})

test('errors that follow each other are counted apart', () => {
  expect(eventsIn(`${plain}\n${plain}\n${trace(built, 'User')}\n`).map((event) => event.model)).toEqual(['Role', 'Role', 'User'])
  expect(eventsIn(`error: ${message}\nerror: ${message}\n`)).toHaveLength(2)
  expect(eventsIn(`${pino}\n${pino}\n`)).toHaveLength(2)
})

test('the frames of another error are not those of ours', () => {
  expect(eventsIn(`${message}\nTypeError: x\n    at y (/app/lib/other.js:1:1)\n`)).toMatchObject([{ paths: [] }])
})

test('the file of the logger says nothing where there is a trace', () => {
  expect(eventsIn(json({ caller: 'server.ts:3', msg: 'x', err: { stack: plain } }))).toMatchObject([{ paths: ['app/api/login/route'] }])
  expect(eventsIn(json({ page: 'app/users/page.tsx', msg: message }))).toMatchObject([{ paths: ['app/users/page'] }])
})

test('the request, with the parts that name one document left open', () => {
  const log = json({ msg: message, req: { method: 'GET', url: '/api/users/65f0a1b2c3d4e5f601234567?x=1' } })
  expect(eventsIn(log)).toMatchObject([{ url: '/api/users/*' }])
})

test('what only looks like it', () => {
  expect(eventsIn('OverwriteModelError: Cannot overwrite `Role` model once compiled.\nSchema hasn\'t been registered for model\n{"msg":"registered for model"}\n')).toEqual([])
})
