/** The one place that knows colours. */
import { styleText } from 'node:util'
import type { Severity } from '../kernel/report.ts'

type Paint = (text: string) => string

export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly error: Paint
  readonly warning: Paint
  readonly info: Paint
  readonly good: Paint
  readonly place: Paint
}

/** @param color false: every style leaves the text as it is. Whether to use colour is the caller's decision, never the environment's. */
export function makeStyle(color: boolean): Style {
  const paint = (format: Parameters<typeof styleText>[0]): Paint =>
    color ? (text) => (text === '' ? '' : styleText(format, text, { validateStream: false })) : (text) => text
  return {
    strong: paint('bold'),
    faint: paint('dim'),
    error: paint(['bold', 'red']),
    warning: paint(['bold', 'yellow']),
    info: paint(['bold', 'blue']),
    good: paint('green'),
    place: paint('cyan'),
  }
}

export function severityPaint(style: Style, severity: Severity): Paint {
  return style[severity]
}
