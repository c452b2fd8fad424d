/** Findings as text: the format that mongoose-doctor has for coding agents, with what the fix tool takes. */
import { escapeText, render, type CurrentReport } from 'mongoose-doctor'
import { clipped } from './cut.ts'

/** One line a finding, each with its id; then what was not decided; then what sums up. */
export interface Lines {
  readonly findings: readonly string[]
  readonly rest: readonly string[]
}

export function linesOf(examined: CurrentReport): Lines {
  const { findings } = examined.report
  // The format promises one line for each finding, in this order, whatever the project has in its names.
  const lines = render('agent', examined).trimEnd().split('\n')
  return {
    findings: lines.slice(0, findings.length).map((line, index) => `${clipped(line)} | id: ${findings[index]?.id ?? ''}`),
    rest: lines.slice(findings.length).map((line) => clipped(line)),
  }
}

/** What sums up: the last line of the format. */
export const summaryOf = (examined: CurrentReport): string => linesOf(examined).rest.at(-1) ?? ''

/** Where, and how files are named in what follows. */
export const heading = (directory: string): string => `In ${escapeText(directory)}; files are named relative to it.`
