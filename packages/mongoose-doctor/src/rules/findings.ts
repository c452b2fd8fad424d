import type { Finding } from '../kernel/report.ts'
import type { RuleContext } from './context.ts'
export function findingsOf(context: RuleContext): readonly Finding[] { void context; return [] }
