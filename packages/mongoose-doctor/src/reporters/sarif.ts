import type { Finding, Report, Severity, Unknown } from '../kernel/report.ts'
import { ruleNames, type RuleName } from '../kernel/rules.ts'
import { escapeText, wellFormed } from './escape.ts'
import { json } from './json.ts'
import { ruleMarkdown, rulePages, rulePageText } from './rule-pages.ts'

const levels: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', info: 'note' }
/** The name of the root in `uriBaseId`s: whoever reads the log knows where it is. */
const root = 'SRCROOT'

/**
 * SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run with all rules, a result for each finding with the chain of reasons as its code
 * flow, and a notification for each place that was not decided. How sure a result is stands in its `properties`: `level` is how bad it is.
 */
export function sarif(report: Report): string {
  const { name, version } = report.tool
  return json({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, semanticVersion: version, rules: ruleNames.map(ruleOf) } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.unknown.map(notification) }],
        originalUriBaseIds: { [root]: { description: { text: 'The folder that the names of files start from: the root of the repository, or what was examined.' } } },
        // 3.14.17: columns count as JavaScript's strings do.
        columnKind: 'utf16CodeUnits',
        results: report.findings.map(result),
      },
    ],
  })
}

function ruleOf(rule: RuleName): object {
  const page = rulePages[rule]
  return {
    id: rule,
    shortDescription: { text: page.what },
    fullDescription: { text: `${page.what} ${page.why}` },
    help: { text: rulePageText(rule, { width: 80, color: false }), markdown: ruleMarkdown(rule) },
  }
}

function result(finding: Finding): object {
  const { id, rule, severity, confidence, model, entries, fixable, because, help } = finding
  const { line, column, endLine, endColumn } = finding
  return {
    ruleId: rule,
    ruleIndex: ruleNames.indexOf(rule),
    level: levels[severity],
    message: { text: message(help === null ? finding.message : `${finding.message} ${help}`) },
    locations: [{ physicalLocation: { artifactLocation: artifact(finding.file), region: { startLine: line, startColumn: column, endLine, endColumn } } }],
    ...(because.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: because.map((reason) => ({ location: locationOf(reason.file, reason.line, reason.text) })) }] }] }),
    partialFingerprints: { 'mongooseDoctor/v1': id },
    properties: { confidence, model: escapeText(model), entries: entries.map(escapeText), fixable },
  }
}

function notification({ file, line, reason }: Unknown): object {
  return { level: 'warning', message: { text: message(`Not decided: ${reason}`) }, locations: [locationOf(file, line, null)] }
}

function locationOf(file: string, line: number | null, text: string | null): object {
  return {
    physicalLocation: { artifactLocation: artifact(file), ...(line === null ? {} : { region: { startLine: line } }) },
    ...(text === null ? {} : { message: { text: message(text) } }),
  }
}

/** 3.4.3: a URI reference after RFC 3986, relative to its base; `@` may stand in a segment as it is. */
function artifact(file: string): object {
  const uri = wellFormed(file).split('/').map((part) => encodeURIComponent(part).replaceAll('%40', '@')).join('/')
  return { uri, uriBaseId: root }
}

/**
 * What looks like an embedded link (3.11.6) or a placeholder (3.11.5) is none when it is escaped. Other braces stay single: there are no
 * arguments to put in, and a viewer that does not know of placeholders would show `import {{ Role }}`.
 */
function message(text: string): string {
  return escapeText(text).replace(/\[(?=[^[\]]*\]\()/g, '\\[').replace(/\{(\d+)\}/g, '{{$1}}')
}
