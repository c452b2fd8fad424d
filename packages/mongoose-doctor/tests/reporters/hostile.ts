/** A report whose every text from the project is made to break out of a format. */
import type { Finding, Report } from '../../src/kernel/report.ts'
import { lateRole, sample } from './sample.ts'

export const evil = [
  '\n::error::owned', '\r\n##[error]owned', '</details><script>', ']]><x a="\'>', '| `code` **bold** [link](https://evil.example) ![x](y)',
  '@someone #12 www.evil.example', '\x1b[2J\u0000\u0007\u009b', '\u202egpj.exe', '\ud800 \udfff', '\ufffe', '100% a:b,c', '$x$ \\', '😀',
].join(' ')

export const hostileFinding: Finding = {
  ...lateRole, id: 'hostile', model: evil, message: evil, help: evil, entries: [evil], file: `app/${evil}`, because: [{ file: evil, line: 1, text: evil }],
  path: [{ kind: 'entry', file: evil, line: 1, link: 'absent' }, { kind: 'model', file: evil, line: 1, link: null }],
}

export const hostile: Report = {
  ...sample,
  complete: false,
  apps: [{ ...sample.apps[0], root: evil, framework: 'next', compiler: evil, everywhere: [evil], entries: [{ file: evil, kind: 'page', registered: [], maybe: [], required: [evil], missing: [evil], unknown: [evil] }] }],
  findings: [hostileFinding],
  unknown: [{ file: '::error::x.ts', line: 1, reason: evil }, { file: evil, line: null, reason: evil }],
}

/** Controls (line feeds apart), bidirectional marks and lone surrogates. */
// oxlint-disable-next-line no-control-regex -- that is the question
export const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
